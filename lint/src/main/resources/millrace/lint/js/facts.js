'use strict';
// Reads a file and says what stands in it: what the class Facts of Java holds. Nothing is judged here.
const fs = require('fs');
const { parse, children, isFunction, bare, isCall, isMember, keyName } = require('./syntax.js');
const { Declarations } = require('./scopes.js');
const { Values } = require('./values.js');
const { Handlers } = require('./handlers.js');

const PATTERN_METHODS = new Set(['match', 'matchAll', 'search']);
// What is given to these runs in a thread or process of its own.
const POOLS = new Set(['worker_threads', 'workerpool', 'piscina', 'tinypool', 'threads', 'jest-worker', 'worker-farm']);
const CALLBACK_NAME = /^(cb|callback|done|next|fn|resolve)$/;

class Facts {
  constructor(path, code) {
    const program = parse(path, code);
    this.code = code;
    this.declarations = new Declarations(program);
    this.values = new Values(this.declarations);
    this.handlers = new Handlers(this.values);
    this.ids = new Map();
    this.result = { patterns: [], functions: [], handlers: [], calls: [], uses: [] };
    this.walk(program, this.declarations.scopes.get(program), 0);
  }

  /** Numbers of functions are given as they are met: a call may come before what it calls. 0 is the file's own code. */
  id(fn) {
    let id = this.ids.get(fn);
    if (id === undefined) {
      id = this.ids.size + 1;
      this.ids.set(fn, id);
      this.result.functions.push({ id, name: '', at: this.at(fn) });
    }
    return id;
  }

  at(node) {
    return [node.loc.start.line, node.loc.start.column + 1];
  }

  walk(node, scope, within, hint) {
    const inner = this.declarations.scopes.get(node) ?? scope;
    let current = within;
    if (isFunction(node)) {
      current = this.id(node);
      this.result.functions[current - 1].name = this.nameOf(node, hint);
      const shape = this.handlers.byShape(node);
      if (shape) this.result.handlers.push({ fn: current, what: shape, at: this.at(node), shape: true });
    }
    if (node.type === 'RegExpLiteral') this.pattern(node, node.pattern, node.flags);
    if (isCall(node) || node.type === 'NewExpression') this.call(node, scope, within);
    for (const child of children(node)) this.walk(child, inner, current, this.hintFor(node, child));
  }

  nameOf(fn, hint) {
    if (fn.id) return fn.id.name;
    return (fn.key && keyName(fn.key, fn.computed)) ?? hint ?? '';
  }

  /** An anonymous function is called by what it is assigned to. */
  hintFor(node, child) {
    switch (node.type) {
      case 'VariableDeclarator':
        return node.init === child && node.id.type === 'Identifier' ? node.id.name : undefined;
      case 'AssignmentExpression':
        return node.right === child ? this.text(node.left) : undefined;
      case 'ObjectProperty':
      case 'ClassProperty':
        return node.value === child ? keyName(node.key, node.computed) : undefined;
      default:
        return undefined;
    }
  }

  text(node) {
    const text = this.code.slice(node.start, node.end).replace(/\s+/g, ' ');
    return text.length > 60 ? text.slice(0, 59) + '…' : text;
  }

  call(node, scope, within) {
    const callee = bare(node.callee);
    const value = this.values.of(callee, scope);
    this.regExp(node, callee, value, scope);
    const registered = this.handlers.registeredBy(node, scope);
    for (const { fn, what } of registered) {
      this.result.handlers.push({ fn: this.id(fn), what, at: this.at(node) });
    }
    if (value?.module !== undefined && value.path.length > 0) {
      this.result.uses.push({ fn: within, api: [value.module || '-', value.path.join('.')],
        arguments: node.arguments.length, callback: this.hasCallback(node, scope),
        text: this.text(node.callee), at: this.at(callPlace(node)) });
    }
    const target = this.target(callee, value, scope);
    if (target) this.edge(within, target, node);
    if (POOLS.has(value?.module)) return;
    const handed = new Set(registered.map((one) => one.fn));
    for (const one of node.arguments) this.argument(bare(one), scope, within, node, handed);
  }

  target(callee, value, scope) {
    if (value?.fn) return value.fn;
    if (value?.isClass) return this.values.member(value, 'constructor')?.fn;
    const name = isMember(callee) ? keyName(callee.property, callee.computed) : undefined;
    return name === 'call' || name === 'apply' ? this.values.of(callee.object, scope)?.fn : undefined;
  }

  /** A function that is handed on is taken to be called: on this same loop, if not by a pool. */
  argument(node, scope, within, call, handed) {
    if (node.type === 'ArrayExpression') {
      for (const one of node.elements) if (one) this.argument(bare(one), scope, within, call, handed);
    } else if (isFunction(node) || node.type === 'Identifier' || isMember(node)) {
      const fn = this.values.of(node, scope)?.fn;
      if (fn && !handed.has(fn)) this.edge(within, fn, call);
    }
  }

  edge(from, fn, node) {
    this.result.calls.push({ from, to: this.id(fn), at: this.at(node) });
  }

  hasCallback(node, scope) {
    const last = bare(node.arguments.at(-1));
    if (!last) return false;
    if (isFunction(last)) return true;
    if (last.type === 'Identifier' && CALLBACK_NAME.test(last.name)) return true;
    return this.values.of(last, scope)?.fn !== undefined;
  }

  regExp(node, callee, value, scope) {
    const first = node.arguments[0] && this.values.of(node.arguments[0], scope)?.text;
    if (first === undefined || bare(node.arguments[0]).type === 'RegExpLiteral') return;
    if (value?.module === '' && value.path.join('.') === 'RegExp') {
      const flags = node.arguments[1] && this.values.of(node.arguments[1], scope)?.text;
      this.pattern(node.arguments[0], first, flags ?? '');
    } else if (isMember(callee) && PATTERN_METHODS.has(keyName(callee.property, callee.computed))) {
      if (value === undefined) this.pattern(node.arguments[0], first, '');
    }
  }

  pattern(node, pattern, flags) {
    this.result.patterns.push({ pattern, flags, at: this.at(node) });
  }
}

/** A chain of calls over several lines is told by its last word. */
function callPlace(node) {
  const { callee } = node;
  return isMember(callee) && callee.loc.start.line !== callee.loc.end.line ? callee.property : node;
}

function facts(path) {
  try {
    return new Facts(path, fs.readFileSync(path, 'utf8').replace(/^\uFEFF/, '')).result;
  } catch (error) {
    const at = error.loc ? [error.loc.line, error.loc.column + 1] : undefined;
    const reason = error instanceof RangeError ? 'nested too deeply for the parser' : error.message;
    // Not of the parser and not of the file system: a fault of these scripts, so say where.
    const where = error.loc || error.code || error instanceof RangeError ? '' : ` ${error.stack.split('\n')[1].trim()}`;
    return { problem: reason.replace(/ \(\d+:\d+\)$/, '') + where, at };
  }
}

module.exports = { facts };
