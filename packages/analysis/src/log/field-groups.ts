import { isRecord } from "./json-record.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Fields that stand in groups, under their own names: slog's groups and zap's namespaces are objects in JSON, and names with dots in
 * text. What stands in no group goes before; `null`: there are no groups.
 *
 * @see Go's log/slog, WithGroup; go.uber.org/zap, Namespace
 */
export function ungrouped(fields: Fields): Fields | null {
  const grouped: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (isRecord(value)) Object.assign(grouped, ungrouped(value), value);
    else if (name.includes(".")) grouped[name.slice(name.lastIndexOf(".") + 1)] = value;
  }
  return Object.keys(grouped).length === 0 ? null : { ...grouped, ...fields };
}
