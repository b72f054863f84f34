'use strict';
// What an expression is known to be, without running it. A value is one of
//   {text}                   a string
//   {module, path}           something out of a module: {module: 'fs', path: ['readFileSync']}; '()' in a path is a call
//   {fn}                     a function of this file
//   {members, scope, owner}  a class body or object literal of this file, or a name with members assigned to it
//   {items}                  an array of values
//   {regex}                  a literal
// or undefined: not known.
const { bare, isCall, isFunction, isMember, keyName } = require('./syntax.js');

const DEEPEST = 40;
const GLOBALS = new Set(['Atomics', 'process', 'globalThis', 'String', 'RegExp', 'Promise']);
// Drop-in replacements, by what they replace.
const SAME_AS = { 'graceful-fs': 'fs', 'fs-extra': 'fs' };

function moduleValue(name, path) {
  const plain = name.replace(/^node:/, '');
  const steps = path.filter((step) => step !== 'default');
  if (plain.endsWith('/promises')) return { module: plain.slice(0, -'/promises'.length), path: ['promises', ...steps] };
  return { module: SAME_AS[plain] ?? plain, path: steps };
}

class Values {
  constructor(declarations) {
    this.declarations = declarations;
    this.depth = 0;
  }

  of(node, scope) {
    if (this.depth >= DEEPEST) return undefined;
    this.depth++;
    try {
      return this.evaluate(bare(node), scope);
    } finally {
      this.depth--;
    }
  }

  evaluate(node, scope) {
    if (!node) return undefined;
    if (isFunction(node)) return { fn: node };
    if (isCall(node) || node.type === 'NewExpression') return this.call(node, scope);
    if (isMember(node)) return this.memberExpression(node, scope);
    switch (node.type) {
      case 'StringLiteral':
        return { text: node.value };
      case 'TemplateLiteral':
        return this.template(node, scope, false);
      case 'TaggedTemplateExpression': {
        const tag = this.of(node.tag, scope);
        const raw = tag?.module === '' && tag.path.join('.') === 'String.raw';
        return raw ? this.template(node.quasi, scope, true) : undefined;
      }
      case 'BinaryExpression':
        return node.operator === '+' ? this.concatenation(node, scope) : undefined;
      case 'RegExpLiteral':
        return { regex: node };
      case 'Identifier':
        return this.identifier(node.name, scope);
      case 'ThisExpression':
        return undefined;
      case 'ObjectExpression':
        return { members: node.properties, scope };
      case 'ClassDeclaration':
      case 'ClassExpression':
        return { members: node.body.body, scope: this.declarations.scopes.get(node) ?? scope, isClass: true };
      case 'ArrayExpression':
        return { items: node.elements.map((one) => one && this.of(one, scope)) };
      case 'AssignmentExpression':
        return node.operator === '=' ? this.of(node.right, scope) : undefined;
      case 'ImportExpression': {
        const name = this.of(node.source, scope)?.text;
        return name === undefined ? undefined : moduleValue(name, []);
      }
      default:
        return undefined;
    }
  }

  identifier(name, scope) {
    const binding = scope.find(name);
    if (!binding) return GLOBALS.has(name) ? { module: '', path: name === 'globalThis' ? [] : [name] } : undefined;
    const value = binding.sources.length === 1 ? this.source(binding.sources[0]) : undefined;
    if (binding.members.size === 0) return value;
    return { ...value, owner: binding };
  }

  source(from) {
    if (from.unknown) return undefined;
    if (from.module !== undefined) return moduleValue(from.module, from.path);
    let value = this.of(from.node, from.scope);
    for (const name of from.path ?? []) value = this.member(value, name);
    return value;
  }

  memberExpression(node, scope) {
    const name = node.computed ? this.of(node.property, scope)?.text : keyName(node.property, false);
    if (name === undefined) return undefined;
    if (node.object.type === 'ThisExpression') return this.memberOfThis(node.object, name);
    if (name === 'prototype') return this.of(node.object, scope);
    if (node.object.type === 'Identifier' && node.object.name === 'module' && name === 'exports') {
      return this.identifier('exports', this.declarations.global);
    }
    return this.member(this.of(node.object, scope), name);
  }

  member(value, name) {
    if (!value) return undefined;
    if (value.module !== undefined) {
      return moduleValue(value.module, [...value.path, name]);
    }
    if (value.owner?.members.has(name)) return this.source(value.owner.members.get(name));
    if (value.regex && name === 'source') return { text: value.regex.pattern };
    for (const one of value.members ?? []) {
      if (one.key && keyName(one.key, one.computed) === name) {
        return isFunction(one) ? { fn: one } : this.of(one.value, value.scope);
      }
    }
    return undefined;
  }

  /** this.name, by the class, the object literal or the assignments around the function that it stands in. */
  memberOfThis(node, name) {
    for (let fn = node.enclosing; fn; fn = fn.enclosing) {
      const around = this.declarations.classes.get(fn);
      if (around) {
        const scope = this.declarations.scopes.get(fn);
        return this.member({ members: around.body ?? around.properties, scope }, name);
      }
      const owner = this.declarations.owners.get(fn);
      if (owner) return this.member({ owner }, name);
    }
    return undefined;
  }

  call(node, scope) {
    const { callee } = node;
    if (callee.type === 'Identifier' && callee.name === 'require' && !scope.find('require')) {
      const name = this.of(node.arguments[0], scope)?.text;
      return name === undefined ? undefined : moduleValue(name, []);
    }
    if (callee.type === 'Import') {
      const name = this.of(node.arguments[0], scope)?.text;
      return name === undefined ? undefined : moduleValue(name, []);
    }
    if (isMember(callee)) {
      const name = keyName(callee.property, callee.computed);
      if (name === 'bind') return this.of(callee.object, scope);
      if (name === 'join') return this.join(node, scope);
    }
    const value = this.of(callee, scope);
    if (value?.module !== undefined) {
      if (value.module === '' && value.path.join('.') === 'process.getBuiltinModule') {
        const name = this.of(node.arguments[0], scope)?.text;
        return name === undefined ? undefined : moduleValue(name, []);
      }
      return { module: value.module, path: [...value.path, '()'] };
    }
    if (value?.isClass) return value;
    if (node.type === 'NewExpression') return value?.owner ? { owner: value.owner } : undefined;
    return value?.fn ? this.returned(value.fn) : undefined;
  }

  /** What a function gives back, when it has one return. */
  returned(fn) {
    const scope = this.declarations.scopes.get(fn);
    if (fn.body.type !== 'BlockStatement') return this.of(fn.body, scope);
    const last = fn.body.body.at(-1);
    const inner = this.declarations.scopes.get(fn.body);
    return last?.type === 'ReturnStatement' ? this.of(last.argument, inner) : undefined;
  }

  join(node, scope) {
    const list = this.of(node.callee.object, scope)?.items;
    const glue = node.arguments.length === 0 ? ',' : this.of(node.arguments[0], scope)?.text;
    if (!list || glue === undefined || list.some((one) => one?.text === undefined)) return undefined;
    return { text: list.map((one) => one.text).join(glue) };
  }

  template(node, scope, raw) {
    let text = '';
    for (let i = 0; i < node.quasis.length; i++) {
      const piece = node.quasis[i].value;
      text += raw ? piece.raw : piece.cooked;
      if (i < node.expressions.length) {
        const part = this.of(node.expressions[i], scope)?.text;
        if (part === undefined) return undefined;
        text += part;
      }
    }
    return { text };
  }

  /** A long chain of + leans to the left: walked in a loop, since it may be thousands long. */
  concatenation(node, scope) {
    const parts = [];
    let left = node;
    while (left.type === 'BinaryExpression' && left.operator === '+') {
      parts.push(left.right);
      left = bare(left.left);
    }
    parts.push(left);
    let text = '';
    for (const part of parts.reverse()) {
      const piece = this.of(part, scope)?.text;
      if (piece === undefined) return undefined;
      text += piece;
    }
    return { text };
  }
}

module.exports = { Values };
