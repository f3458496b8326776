import * as z from "zod";

// JSON Schema, as far as it is needed to give an answer the form that is asked for.

const Node: z.ZodType<SchemaNode> = z.lazy(() =>
  z.looseObject({
    type: z.union([z.string(), z.array(z.string())]).optional(),
    const: z.unknown().optional(),
    enum: z.array(z.unknown()).optional(),
    properties: z.record(z.string(), Node).optional(),
    required: z.array(z.string()).optional(),
    items: Node.optional(),
    anyOf: z.array(Node).optional(),
    oneOf: z.array(Node).optional(),
    $ref: z.string().optional(),
    $defs: z.record(z.string(), Node).optional(),
    definitions: z.record(z.string(), Node).optional(),
    additionalProperties: z.union([z.boolean(), Node]).optional(),
  }),
);

interface SchemaNode {
  type?: string | string[] | undefined;
  const?: unknown;
  enum?: unknown[] | undefined;
  properties?: Record<string, SchemaNode> | undefined;
  required?: string[] | undefined;
  items?: SchemaNode | undefined;
  anyOf?: SchemaNode[] | undefined;
  oneOf?: SchemaNode[] | undefined;
  $ref?: string | undefined;
  $defs?: Record<string, SchemaNode> | undefined;
  definitions?: Record<string, SchemaNode> | undefined;
  additionalProperties?: boolean | SchemaNode | undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * A value in the form of a JSON schema, where it is of that form but for little: numbers written as strings or the other
 * way round, fields that are missing (`null`, or empty) or not asked for.
 */
export function conform(value: unknown, schema: unknown): unknown {
  const root = Node.safeParse(schema).data;
  return root ? shape(value, root, root) : value;
}

/** Whether the schema's outermost object has a field. */
export function hasField(schema: unknown, name: string): boolean {
  const root = Node.safeParse(schema).data;
  return root !== undefined && name in (resolved(root, root).properties ?? {});
}

function shape(value: unknown, schema: SchemaNode, root: SchemaNode): unknown {
  const node = variantFor(value, resolved(schema, root), root);
  if (Array.isArray(value)) {
    const { items } = node;
    return items ? value.map((each) => shape(each, items, root)) : value;
  }
  if (isRecord(value)) return shapeFields(value, node, root);
  const types = typesOf(node);
  if (typeof value === "number" && types.includes("string") && !types.some(isNumeric)) return String(value);
  if (typeof value === "string" && types.some(isNumeric) && !types.includes("string")) return Number(value);
  return value;
}

function shapeFields(value: Record<string, unknown>, node: SchemaNode, root: SchemaNode): unknown {
  const { properties = {}, required = [], additionalProperties } = node;
  if (isRecord(additionalProperties) || Object.keys(properties).length === 0) return value;
  const fields = Object.entries(properties).flatMap(([name, field]) => {
    if (name in value) return [[name, shape(value[name], field, root)]];
    return required.includes(name) ? [[name, blank(field, root)]] : [];
  });
  return Object.fromEntries(fields);
}

const isNumeric = (type: string) => type === "number" || type === "integer";
const typesOf = ({ type }: SchemaNode): string[] => (Array.isArray(type) ? type : type ? [type] : []);

function resolved(node: SchemaNode, root: SchemaNode): SchemaNode {
  if (!node.$ref) return node;
  if (node.$ref === "#") return root;
  const name = node.$ref.split("/").at(-1) ?? "";
  const found = root.$defs?.[name] ?? root.definitions?.[name];
  return found ? resolved(found, root) : node;
}

function variantFor(value: unknown, node: SchemaNode, root: SchemaNode): SchemaNode {
  const variants = (node.anyOf ?? node.oneOf)?.map((each) => resolved(each, root));
  if (!variants) return node;
  const chosen = variants.find((variant) => fits(value, variant, root)) ?? variants[0] ?? node;
  return variantFor(value, chosen, root);
}

function fits(value: unknown, node: SchemaNode, root: SchemaNode): boolean {
  const nested = node.anyOf ?? node.oneOf;
  if (nested) return nested.some((each) => fits(value, resolved(each, root), root));
  if (node.const !== undefined) return node.const === value;
  if (node.enum) return node.enum.includes(value);
  const types = typesOf(node);
  if (value === null) return types.includes("null");
  if (Array.isArray(value)) return types.includes("array");
  if (isRecord(value)) {
    // Variants of objects tell themselves apart by fields with one value.
    const marks = Object.entries(node.properties ?? {}).filter(([, field]) => field.const !== undefined);
    return types.includes("object") && marks.every(([name, field]) => value[name] === field.const);
  }
  const type = typeof value;
  return types.includes(type) || (type === "number" && types.includes("integer"));
}

function blank(schema: SchemaNode, root: SchemaNode): unknown {
  const node = resolved(schema, root);
  const variants = node.anyOf ?? node.oneOf;
  if (node.const !== undefined) return node.const;
  if (variants) {
    const isNullable = variants.some((each) => typesOf(resolved(each, root)).includes("null"));
    const [first] = variants;
    return isNullable || !first ? null : blank(first, root);
  }
  if (node.enum) return node.enum[0];
  const types = typesOf(node);
  if (types.includes("null") || types.length === 0) return null;
  if (types.includes("string")) return "";
  if (types.includes("array")) return [];
  if (types.includes("boolean")) return false;
  return types.includes("object") ? shapeFields({}, node, root) : 0;
}
