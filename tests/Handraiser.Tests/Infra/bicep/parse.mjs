// Reads Bicep texts ({ file: text } as JSON on standard input) and prints what they declare, as JSON.
// Objects and arrays become JSON; texts without interpolation become strings; every other expression becomes { "$": its source }.
import { Language, Parser } from 'web-tree-sitter';
import { readFileSync } from 'node:fs';

await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(new URL('node_modules/tree-sitter-bicep/tree-sitter-bicep.wasm', import.meta.url).pathname.replace(/^\/([A-Za-z]:)/, '$1')));

const quoted = (node) => node.text.startsWith("'''")
  ? node.text.slice(3, -3)
  : node.text.slice(1, -1).replaceAll("\\'", "'").replaceAll('\\n', '\n').replaceAll('\\\\', '\\');

function value(node) {
  if (!node) return null;
  switch (node.type) {
    case 'object': return Object.fromEntries(node.namedChildren.filter((c) => c.type === 'object_property').map(property));
    case 'array': return node.namedChildren.filter((c) => c.type !== 'comment').map(value);
    case 'string': return node.namedChildren.some((c) => c.type === 'interpolation') ? { $: node.text } : quoted(node);
    case 'number': return Number(node.text);
    case 'boolean': return node.text === 'true';
    case 'for_statement': return { $: node.text, each: value(node.childForFieldName('body')) };
    default: return { $: node.text };
  }
}

function property(node) {
  const [key, ...rest] = node.namedChildren.filter((c) => c.type !== 'comment');
  const name = key.type !== 'string' ? key.text : key.namedChildren.some((c) => c.type === 'interpolation') ? `$${key.text}` : quoted(key);
  return [name, value(rest.at(-1))];
}

function errors(node, found = []) {
  if (node.isError || node.isMissing) found.push(`line ${node.startPosition.row + 1}: ${node.text.slice(0, 60)}`);
  else for (const child of node.children) if (child?.hasError || child?.isMissing) errors(child, found);
  return found;
}

function declaration(node, decorators) {
  const parts = node.namedChildren.filter((c) => c.type !== 'comment');
  const name = parts[0]?.text;
  const body = () => {
    const last = parts.at(-1);
    return value(last.type === 'if_statement' ? last.namedChildren.at(-1) : last);
  };
  switch (node.type) {
    case 'parameter_declaration': return { kind: 'param', name, type: parts[1]?.text, default: parts.length > 2 ? value(parts.at(-1)) : null, decorators };
    case 'variable_declaration': return { kind: 'var', name, value: value(parts.at(-1)) };
    case 'output_declaration': return { kind: 'output', name, value: value(parts.at(-1)), text: parts.at(-1).text, decorators };
    case 'module_declaration': return { kind: 'module', name, path: quoted(parts[1]), value: body() };
    case 'resource_declaration': {
      const [type, version] = quoted(parts[1]).split('@');
      return { kind: 'resource', name, type, version, existing: /'\s+existing\s*=/.test(node.text), value: body() };
    }
    default: return { kind: node.type, text: node.text };
  }
}

function read(file, source) {
  // The grammar expects a type after a parameter's name; in a file of values there is none.
  const text = file.endsWith('.bicepparam') ? source.replace(/^param (\w+) =/gm, 'var $1 =') : source;
  const tree = parser.parse(text);
  const declarations = [];
  let decorators = [];
  for (const node of tree.rootNode.namedChildren) {
    if (node.type === 'comment') continue;
    if (node.type === 'decorators') decorators = node.namedChildren.map((d) => d.text);
    else {
      declarations.push(declaration(node, decorators));
      decorators = [];
    }
  }
  const uses = {};
  for (const id of tree.rootNode.descendantsOfType('identifier')) uses[id.text] = (uses[id.text] ?? 0) + 1;
  return { errors: tree.rootNode.hasError ? errors(tree.rootNode) : [], declarations, uses };
}

const files = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(Object.fromEntries(Object.entries(files).map(([file, text]) => [file, read(file, text)]))));
