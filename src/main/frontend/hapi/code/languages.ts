import type { LanguageFn } from 'highlight.js';

type Loader = () => Promise<{ default: LanguageFn }>;

/** Each is a chunk of its own, fetched when its first code is met. */
const loaders: Record<string, Loader> = {
  bash: () => import('highlight.js/lib/languages/bash'),
  c: () => import('highlight.js/lib/languages/c'),
  clojure: () => import('highlight.js/lib/languages/clojure'),
  cmake: () => import('highlight.js/lib/languages/cmake'),
  cpp: () => import('highlight.js/lib/languages/cpp'),
  csharp: () => import('highlight.js/lib/languages/csharp'),
  css: () => import('highlight.js/lib/languages/css'),
  dart: () => import('highlight.js/lib/languages/dart'),
  diff: () => import('highlight.js/lib/languages/diff'),
  dockerfile: () => import('highlight.js/lib/languages/dockerfile'),
  elixir: () => import('highlight.js/lib/languages/elixir'),
  go: () => import('highlight.js/lib/languages/go'),
  gradle: () => import('highlight.js/lib/languages/gradle'),
  graphql: () => import('highlight.js/lib/languages/graphql'),
  groovy: () => import('highlight.js/lib/languages/groovy'),
  haskell: () => import('highlight.js/lib/languages/haskell'),
  http: () => import('highlight.js/lib/languages/http'),
  ini: () => import('highlight.js/lib/languages/ini'),
  java: () => import('highlight.js/lib/languages/java'),
  'javascript': () => import('highlight.js/lib/languages/javascript'),
  json: () => import('highlight.js/lib/languages/json'),
  kotlin: () => import('highlight.js/lib/languages/kotlin'),
  less: () => import('highlight.js/lib/languages/less'),
  lua: () => import('highlight.js/lib/languages/lua'),
  makefile: () => import('highlight.js/lib/languages/makefile'),
  markdown: () => import('highlight.js/lib/languages/markdown'),
  nginx: () => import('highlight.js/lib/languages/nginx'),
  objectivec: () => import('highlight.js/lib/languages/objectivec'),
  perl: () => import('highlight.js/lib/languages/perl'),
  php: () => import('highlight.js/lib/languages/php'),
  powershell: () => import('highlight.js/lib/languages/powershell'),
  properties: () => import('highlight.js/lib/languages/properties'),
  protobuf: () => import('highlight.js/lib/languages/protobuf'),
  python: () => import('highlight.js/lib/languages/python'),
  r: () => import('highlight.js/lib/languages/r'),
  ruby: () => import('highlight.js/lib/languages/ruby'),
  rust: () => import('highlight.js/lib/languages/rust'),
  scala: () => import('highlight.js/lib/languages/scala'),
  scss: () => import('highlight.js/lib/languages/scss'),
  sql: () => import('highlight.js/lib/languages/sql'),
  swift: () => import('highlight.js/lib/languages/swift'),
  typescript: () => import('highlight.js/lib/languages/typescript'),
  xml: () => import('highlight.js/lib/languages/xml'),
  yaml: () => import('highlight.js/lib/languages/yaml')
};

/** Other names in fences, endings of files, and files known by their whole name. */
const others: Record<string, string> = {
  sh: 'bash',
  shell: 'bash',
  zsh: 'bash',
  console: 'bash',
  h: 'c',
  clj: 'clojure',
  cc: 'cpp',
  cxx: 'cpp',
  hpp: 'cpp',
  'c++': 'cpp',
  cs: 'csharp',
  'c#': 'csharp',
  patch: 'diff',
  docker: 'dockerfile',
  containerfile: 'dockerfile',
  ex: 'elixir',
  exs: 'elixir',
  golang: 'go',
  mod: 'go',
  gql: 'graphql',
  hs: 'haskell',
  toml: 'ini',
  cfg: 'ini',
  conf: 'ini',
  editorconfig: 'ini',
  gitconfig: 'ini',
  js: 'javascript',
  jsx: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  json5: 'json',
  jsonc: 'json',
  jsonl: 'json',
  webmanifest: 'json',
  kt: 'kotlin',
  kts: 'kotlin',
  make: 'makefile',
  mk: 'makefile',
  md: 'markdown',
  mdx: 'markdown',
  m: 'objectivec',
  objc: 'objectivec',
  pl: 'perl',
  ps1: 'powershell',
  env: 'properties',
  proto: 'protobuf',
  py: 'python',
  python3: 'python',
  pyi: 'python',
  rb: 'ruby',
  gemfile: 'ruby',
  rakefile: 'ruby',
  rs: 'rust',
  sass: 'scss',
  pgsql: 'sql',
  postgres: 'sql',
  postgresql: 'sql',
  mysql: 'sql',
  sqlite: 'sql',
  ts: 'typescript',
  tsx: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  html: 'xml',
  htm: 'xml',
  svg: 'xml',
  xhtml: 'xml',
  vue: 'xml',
  svelte: 'xml',
  plist: 'xml',
  yml: 'yaml'
};

/** Languages that a grammar brings inside of another. */
const inner: Record<string, string[]> = {
  xml: ['javascript', 'css'],
  markdown: ['xml'],
  php: ['xml'],
  less: ['css']
};

/** The language of a fence's word ("ts") or of a file's name or path; empty when we know none. */
export function language(nameOrPath: string): string {
  const name = nameOrPath.slice(nameOrPath.lastIndexOf('/') + 1).toLowerCase();
  const known = (it: string) =>
    Object.hasOwn(loaders, it) ? it : Object.hasOwn(others, it) ? others[it] : '';
  return known(name) || known(name.slice(name.lastIndexOf('.') + 1));
}

/** A language with those it may hold, each with its grammar. */
export async function grammars(name: string): Promise<[string, LanguageFn][]> {
  const names = [name, ...(inner[name] ?? [])];
  return Promise.all(
    names.map(async (it): Promise<[string, LanguageFn]> => [it, (await loaders[it]()).default])
  );
}
