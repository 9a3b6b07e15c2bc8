/** The environment as it is when the command line names the language model. */
export function withModel(environment: NodeJS.ProcessEnv, model: string | undefined): NodeJS.ProcessEnv {
  return model === undefined ? environment : { ...environment, MILLWRIGHT_MODEL: model };
}
