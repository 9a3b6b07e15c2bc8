import type { StepExplainer } from '../step-explainer.ts';

export const explainSend: StepExplainer<'send'> = ({ to, event, signature, retry }) => ({
  text: [
    `sends a webhook${event === undefined ? '' : ` \`${event}\``} to ${to.source}`,
    signature === undefined ? 'unsigned' : `signed in the header ${signature.header}`,
    `tried up to ${retry.attempts} times`,
  ].join('; '),
});
