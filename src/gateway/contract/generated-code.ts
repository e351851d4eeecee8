/** How generated code (ts-proto) names what the proto names. */

/** Property of a generated message that holds a field, or the union of a oneof: "alert_reference" → "alertReference". */
export function propertyName(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
