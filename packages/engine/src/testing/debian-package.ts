import { execFileSync } from 'node:child_process';

/**
 * Installs one of Debian's packages, where that is allowed. Why it could not; undefined when it could. Waits for others
 * who install at the same time.
 */
export function installDebianPackage(name: string): string | undefined {
  if (process.getuid?.() !== 0) return `${name} is not installed, and only root can: apt-get install ${name}`;
  const apt = (...args: string[]) =>
    execFileSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', '-y', ...args], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  const install = () => apt('install', '--no-install-recommends', name);
  try {
    install();
  } catch {
    try {
      // The lists of a new machine are empty or old.
      apt('update');
      install();
    } catch (error) {
      return `${name} is not installed, and could not be: ${error instanceof Error ? error.message : error}`;
    }
  }
  return undefined;
}
