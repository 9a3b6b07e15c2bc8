/** Paths of the files that speak HTTP. */
export const apiEndpointFile = 'src/components/api-endpoint.ts';
export const answerFile = 'src/http/answer.ts';
export const bodiesFile = 'src/http/bodies.ts';
export const bodyFile = 'src/http/body.ts';
export const checkFile = 'src/http/check.ts';
export const errorsFile = 'src/http/errors.ts';
export const methodFile = 'src/http/method-not-allowed.ts';
export const requestedChangeFile = 'src/http/requested-change.ts';
export const pickedFile = 'src/http/picked.ts';
export const queryFile = 'src/http/query.ts';
export const queryValuesFile = 'src/http/query-values.ts';
export const nextLinkFile = 'src/http/next-link.ts';
export const versionFile = 'src/http/version.ts';
export const statusRoutesFile = 'src/http/status-routes.ts';
export const testClockFile = 'src/http/test-clock-routes.ts';
export const httpServerFile = 'src/http/http-server.ts';
