'use strict';
// Text to tree, and how a tree is walked: the only file that knows the parser.
const parser = require('./babel/lib/index.js');

const TYPESCRIPT = /\.(ts|mts|cts)$/;
const PROPOSED = ['explicitResourceManagement', 'sourcePhaseImports', 'deferredImportEvaluation'];
const TSX = /\.tsx$/;

function plugins(path, code) {
  // TypeScript's own decorators may stand before parameters (NestJS); those of the standard may not.
  if (TYPESCRIPT.test(path)) return [...PROPOSED, 'decorators-legacy', 'typescript'];
  if (TSX.test(path)) return [...PROPOSED, 'decorators-legacy', 'typescript', 'jsx'];
  return [...PROPOSED, 'decorators', 'jsx', ...(/@flow/.test(code.slice(0, 2000)) ? ['flow'] : [])];
}

// Lenient: what the parser can go on after, we do not need to hear of.
function parse(path, code) {
  return parser.parse(code, {
    sourceType: 'unambiguous',
    errorRecovery: true,
    allowReturnOutsideFunction: true,
    allowAwaitOutsideFunction: true,
    allowSuperOutsideMethod: true,
    allowUndeclaredExports: true,
    allowNewTargetOutsideFunction: true,
    createParenthesizedExpressions: false,
    plugins: plugins(path, code),
  }).program;
}

const SKIP = new Set(['loc', 'leadingComments', 'trailingComments', 'innerComments', 'extra', 'errors', 'tokens', 'enclosing']);

function* children(node) {
  for (const key in node) {
    if (SKIP.has(key)) continue;
    const value = node[key];
    if (Array.isArray(value)) {
      for (const one of value) if (one && typeof one.type === 'string') yield one;
    } else if (value && typeof value.type === 'string') {
      yield value;
    }
  }
}

function isFunction(node) {
  switch (node?.type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'ObjectMethod':
    case 'ClassMethod':
    case 'ClassPrivateMethod':
      return true;
    default:
      return false;
  }
}

// What has no meaning at run time: `x as T`, `x!`, `(x)`, `await x` keep the value of x for our purposes.
function bare(node) {
  for (;;) {
    switch (node?.type) {
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'TSTypeAssertion':
      case 'TSInstantiationExpression':
      case 'TypeCastExpression':
      case 'ParenthesizedExpression':
      case 'ChainExpression':
        node = node.expression;
        break;
      case 'AwaitExpression':
        node = node.argument;
        break;
      default:
        return node;
    }
  }
}

function isCall(node) {
  return node?.type === 'CallExpression' || node?.type === 'OptionalCallExpression';
}

function isMember(node) {
  return node?.type === 'MemberExpression' || node?.type === 'OptionalMemberExpression';
}

// The name in a.name, a['name'], {name: …}; undefined when it is computed.
function keyName(key, computed) {
  if (!computed && key.type === 'Identifier') return key.name;
  if (key.type === 'PrivateName') return '#' + key.id.name;
  return key.type === 'StringLiteral' ? key.value : undefined;
}

module.exports = { parse, children, isFunction, bare, isCall, isMember, keyName };
