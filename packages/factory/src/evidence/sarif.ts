import type { Finding } from '../check/finding.ts';
import type { Evidence } from './evidence.ts';

/** SARIF 2.1.0 (OASIS), as far as findings need it. */
export interface SarifLog {
  readonly $schema: string;
  readonly version: '2.1.0';
  readonly runs: readonly SarifRun[];
}

interface SarifRun {
  readonly tool: {
    readonly driver: {
      readonly name: string;
      readonly informationUri?: string;
      readonly rules: readonly { readonly id: string }[];
    };
  };
  readonly invocations: readonly {
    readonly executionSuccessful: boolean;
    readonly toolExecutionNotifications?: readonly { readonly level: 'note'; readonly message: Text }[];
  }[];
  readonly automationDetails: { readonly id: string };
  readonly results: readonly SarifResult[];
}

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: 'error' | 'warning' | 'note';
  readonly message: Text;
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string; readonly uriBaseId: '%SRCROOT%' };
      readonly region?: { readonly startLine: number; readonly startColumn?: number };
    };
  }[];
}

interface Text {
  readonly text: string;
}

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;

/** The findings in the format that editors and code hosts read: one run per check. */
export function sarifOf({ checks }: Pick<Evidence, 'checks'>): SarifLog {
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: checks.map(({ tier, name, status, findings, why }): SarifRun => {
      const rules = [...new Set(findings.map(({ code }) => code))];
      const notes =
        why === undefined ? [] : [{ level: 'note' as const, message: { text: `Skipped: ${why}` } }];
      return {
        tool: { driver: { name: `millwright/${name}`, rules: rules.map((id) => ({ id })) } },
        invocations: [
          {
            executionSuccessful: !findings.some(
              ({ code }) => code === 'check_crashed' || code === 'check_timed_out',
            ),
            ...(notes.length > 0 && { toolExecutionNotifications: notes }),
          },
        ],
        automationDetails: { id: `millwright/tier-${tier}/${name}/${status}` },
        results: findings.map((finding) => resultOf(finding, rules.indexOf(finding.code))),
      };
    }),
  };
}

function resultOf({ code, severity, message, fix, place }: Finding, ruleIndex: number): SarifResult {
  const { file, line, column } = place ?? {};
  const region =
    line === undefined
      ? undefined
      : { startLine: line, ...(column !== undefined && { startColumn: column }) };
  return {
    ruleId: code,
    ruleIndex,
    level: levels[severity],
    message: { text: fix === undefined ? message : `${message} ${fix}` },
    locations:
      file === undefined
        ? []
        : [
            {
              physicalLocation: {
                artifactLocation: {
                  uri: file.split('/').map(encodeURIComponent).join('/'),
                  uriBaseId: '%SRCROOT%',
                },
                ...(region && { region }),
              },
            },
          ],
  };
}
