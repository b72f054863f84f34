'use strict';
// Which name means what: every declaration of a file, and what is ever assigned to it.
const { children, isFunction, isMember, keyName } = require('./syntax.js');

class Scope {
  constructor(parent, isFunctionScope) {
    this.parent = parent;
    this.isFunctionScope = isFunctionScope;
    this.names = new Map();
  }

  declare(name, binding) {
    const known = this.names.get(name);
    if (known) {
      known.sources.push(...binding.sources);
      return known;
    }
    this.names.set(name, binding);
    return binding;
  }

  find(name) {
    for (let scope = this; scope; scope = scope.parent) {
      const binding = scope.names.get(name);
      if (binding) return binding;
    }
    return undefined;
  }

  functionScope() {
    let scope = this;
    while (!scope.isFunctionScope) scope = scope.parent;
    return scope;
  }
}

/**
 * A source is where a value comes from: {node, scope, path} for an expression and the members taken out of it,
 * {module, path} for an import. A name with other than one source has no value that we know.
 */
function binding(...sources) {
  return { sources, members: new Map() };
}

const BLOCKS = new Set(['BlockStatement', 'ForStatement', 'ForInStatement', 'ForOfStatement', 'SwitchStatement',
  'CatchClause', 'StaticBlock', 'TSModuleBlock', 'ClassDeclaration', 'ClassExpression']);

class Declarations {
  constructor(program) {
    this.scopes = new Map(); // node → the scope that it opens
    this.classes = new Map(); // method or field value → class, or object literal, around it
    this.owners = new Map(); // function → binding of the x in x.name = function
    this.assignments = [];
    this.global = new Scope(null, true);
    this.global.declare('exports', binding());
    this.enter(program, new Scope(this.global, true));
    for (const each of this.assignments) this.assign(each);
  }

  enter(node, scope) {
    this.scopes.set(node, scope);
    for (const child of children(node)) this.visit(child, scope);
  }

  visit(node, scope) {
    if (node.type === 'ThisExpression') node.enclosing = this.around;
    if (isFunction(node)) {
      this.declareFunction(node, scope);
      return;
    }
    this.declareNode(node, scope);
    if (BLOCKS.has(node.type)) {
      const inner = new Scope(scope, false);
      if (node.type === 'CatchClause' && node.param) this.pattern(node.param, inner, undefined, []);
      if (node.type === 'ClassExpression' && node.id) inner.declare(node.id.name, binding({ node, scope }));
      this.enter(node, inner);
    } else {
      for (const child of children(node)) this.visit(child, scope);
    }
  }

  declareFunction(node, scope) {
    if (node.type === 'FunctionDeclaration' && node.id) {
      scope.declare(node.id.name, binding({ node, scope }));
    }
    const inner = new Scope(scope, true);
    if (node.type === 'FunctionExpression' && node.id) inner.declare(node.id.name, binding({ node, scope }));
    for (const parameter of node.params) this.pattern(parameter, inner, undefined, []);
    node.enclosing = this.around;
    this.around = node;
    this.enter(node, inner);
    this.around = node.enclosing;
  }

  declareNode(node, scope) {
    switch (node.type) {
      case 'VariableDeclaration': {
        const home = node.kind === 'var' ? scope.functionScope() : scope;
        for (const one of node.declarations) {
          this.pattern(one.id, home, one.init ? { node: one.init, scope } : null, []);
        }
        break;
      }
      case 'ClassDeclaration':
        if (node.id) scope.declare(node.id.name, binding({ node, scope }));
        break;
      case 'ClassBody':
        for (const one of node.body) this.classes.set(one.type.endsWith('Property') ? one.value : one, node);
        break;
      case 'ObjectExpression':
        for (const one of node.properties) this.classes.set(one.type === 'ObjectProperty' ? one.value : one, node);
        break;
      case 'ImportDeclaration':
        for (const one of node.specifiers) {
          const name = one.imported ? one.imported.name ?? one.imported.value : 'default';
          const path = one.type === 'ImportNamespaceSpecifier' ? [] : [name];
          scope.declare(one.local.name, binding({ module: node.source.value, path }));
        }
        break;
      case 'TSImportEqualsDeclaration':
        if (node.moduleReference.type === 'TSExternalModuleReference') {
          scope.declare(node.id.name, binding({ module: node.moduleReference.expression.value, path: [] }));
        }
        break;
      case 'AssignmentExpression':
        this.assignments.push({ node, scope });
        break;
      case 'UpdateExpression':
        if (node.argument.type === 'Identifier') this.assignments.push({ node: { left: node.argument }, scope });
        break;
    }
  }

  /** Declares the names in a pattern. from: {node, scope}; null: nothing is assigned here; undefined: who knows what. */
  pattern(target, scope, from, path) {
    switch (target?.type) {
      case 'Identifier': {
        const source = from ? { ...from, path } : { unknown: true };
        scope.declare(target.name, binding(...(from === null ? [] : [source])));
        break;
      }
      case 'ObjectPattern':
        for (const one of target.properties) {
          if (one.type === 'RestElement') {
            this.pattern(one.argument, scope, undefined, []);
          } else {
            const name = keyName(one.key, one.computed);
            this.pattern(one.value, scope, name === undefined ? undefined : from, [...path, name]);
          }
        }
        break;
      case 'ArrayPattern':
        for (const one of target.elements) this.pattern(one, scope, undefined, []);
        break;
      case 'AssignmentPattern':
        this.pattern(target.left, scope, from, path);
        break;
      case 'RestElement':
        this.pattern(target.argument, scope, undefined, []);
        break;
      case 'TSParameterProperty':
        this.pattern(target.parameter, scope, undefined, []);
        break;
    }
  }

  assign({ node, scope }) {
    const { left, right } = node;
    if (left.type === 'Identifier') {
      const plain = node.operator === '=' || node.operator === '||=' || node.operator === '??=';
      scope.find(left.name)?.sources.push(plain ? { node: right, scope, path: [] } : { unknown: true });
    } else if (isMember(left)) {
      const name = keyName(left.property, left.computed);
      const owner = this.ownerOf(left.object, scope);
      if (!owner || name === undefined) return;
      const value = right.type === 'AssignmentExpression' ? lastOf(right) : right;
      const known = owner.members.get(name);
      owner.members.set(name, known ? { unknown: true } : { node: value, scope, path: [] });
      if (isFunction(value)) this.owners.set(value, owner);
    }
  }

  /** x in x.a = …, x.prototype.a = …, module.exports.a = … */
  ownerOf(object, scope) {
    if (object.type === 'Identifier') return scope.find(object.name);
    if (!isMember(object) || object.object.type !== 'Identifier') return undefined;
    const name = keyName(object.property, object.computed);
    if (object.object.name === 'module' && name === 'exports') return this.global.find('exports');
    return name === 'prototype' ? scope.find(object.object.name) : undefined;
  }
}

function lastOf(assignment) {
  let value = assignment;
  while (value.type === 'AssignmentExpression') value = value.right;
  return value;
}

module.exports = { Declarations };
