/** Where a system asks for settings, its tests give samples of them. */
export const sampleImport = `import { sampleEnvironment } from './environment.ts';\n`;
