/** What every model server that we start serves. */
export const MODEL = "fake-model";
