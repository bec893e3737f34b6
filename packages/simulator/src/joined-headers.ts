/**
 * Header lines, names and values in turn, with all lines of one name joined to one by `", "`, at the place of its first: what any
 * intermediary on the way may do.
 *
 * @see RFC 9110, section 5.2
 */
export function joinedHeaders(rawHeaders: readonly string[]): string[] {
  const values = new Map<string, string[]>();
  const names: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string;
    const ofName = values.get(name.toLowerCase());
    if (ofName === undefined) {
      names.push(name);
      values.set(name.toLowerCase(), [rawHeaders[index + 1] as string]);
    } else {
      ofName.push(rawHeaders[index + 1] as string);
    }
  }
  return names.flatMap((name) => [name, (values.get(name.toLowerCase()) ?? []).join(", ")]);
}
