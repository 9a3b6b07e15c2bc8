import { type Tool, type ToolDefinition, resolveTool } from '@millwright/factory';

const platform = `${process.platform}-${process.arch}`;

const typeScript: ToolDefinition = {
  name: 'tsc',
  packageName: 'typescript',
  script: 'bin/tsc',
  native: [
    {
      packageName: `@typescript/typescript-${platform}`,
      file: process.platform === 'win32' ? 'lib/tsc.exe' : 'lib/tsc',
    },
  ],
};

const oxlint: ToolDefinition = { name: 'oxlint', packageName: 'oxlint', script: 'bin/oxlint' };

export const resolveTypeScript = (): Tool => resolveTool(typeScript, import.meta.url);
export const resolveOxlint = (): Tool => resolveTool(oxlint, import.meta.url);
