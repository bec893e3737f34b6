/** Resolves packages of this workspace to their source. */
export function resolve(specifier, context, next) {
  return next(specifier, { ...context, conditions: [...context.conditions, "@wa-routing/source"] });
}
