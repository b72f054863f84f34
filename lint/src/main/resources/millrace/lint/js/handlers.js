'use strict';
// Which functions answer requests: they run on the event loop, once for each request.
const { bare, isCall, isFunction, isMember, keyName } = require('./syntax.js');

const SERVERS = { http: ['createServer', 'Server'], https: ['createServer', 'Server'],
  http2: ['createServer', 'createSecureServer'], net: ['createServer', 'Server'], tls: ['createServer', 'Server'] };
const EVENTS = new Set(['request', 'upgrade', 'checkContinue', 'checkExpectation', 'stream', 'connection']);
const ROUTES = new Set(['get', 'post', 'put', 'patch', 'delete', 'del', 'head', 'options', 'all', 'use', 'param', 'route',
  'addHook', 'setErrorHandler', 'setNotFoundHandler']);
const FRAMEWORKS = new Set(['express', 'koa', '@koa/router', 'koa-router', 'fastify', 'restify', 'polka', 'connect',
  'router', 'find-my-way', '@hapi/hapi', 'hono', 'express-promise-router']);
const APP_NAME = /^(app|router|server|fastify|api|routes?|.*(App|Router|Server))$/;
const OPTIONS = new Set(['handler', 'preHandler', 'preValidation', 'preParsing', 'preSerialization', 'onRequest', 'onSend',
  'onResponse']);
const PARAMETERS = [/^_*(req|request)$/, /^_*(res|response|reply)$/];
const TYPES = [/^(\w*Request|IncomingMessage|Http2ServerRequest)$/, /^(\w*Response|\w*Reply)$/];
const DECORATORS = new Set(['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head', 'Options', 'All', 'MessagePattern',
  'EventPattern', 'SubscribeMessage']);

class Handlers {
  constructor(values) {
    this.values = values;
  }

  /** The functions that this call registers, each as {fn, what}. */
  registeredBy(call, scope) {
    const callee = bare(call.callee);
    const value = this.values.of(callee, scope);
    const last = value?.path?.at(-1);
    if (SERVERS[value?.module]?.includes(last) && value.path.length === 1) {
      return this.functions(call.arguments, scope, `${value.module}.${last}`);
    }
    if (!isMember(callee)) return [];
    const method = keyName(callee.property, callee.computed);
    const first = this.values.of(call.arguments[0], scope)?.text ?? this.routeOf(callee.object, scope);
    if (method === 'on' || method === 'once' || method === 'addListener') {
      const known = EVENTS.has(first) && !this.isClient(callee.object, scope);
      return known ? this.functions(call.arguments.slice(1), scope, `on('${first}')`) : [];
    }
    if (!ROUTES.has(method) || !this.isApp(callee.object, scope)) return [];
    const verb = method === 'use' || method === 'route' || method.length > 7 ? `${method}` : method.toUpperCase();
    return this.functions(call.arguments, scope, first === undefined ? verb : `${verb} ${first}`);
  }

  /** The path in app.route(path).get(…).post(…). */
  routeOf(node, scope) {
    for (let call = bare(node); isCall(call) && isMember(bare(call.callee)); call = bare(bare(call.callee).object)) {
      const { property, computed } = bare(call.callee);
      if (keyName(property, computed) === 'route') return this.values.of(call.arguments[0], scope)?.text;
    }
    return undefined;
  }

  isClient(object, scope) {
    const value = this.values.of(object, scope);
    return value?.path?.some((step) => step === 'request' || step === 'connect' || step === 'get') ?? false;
  }

  /** By what it was made of, or else by its name: an app is often a parameter. */
  isApp(node, scope) {
    let object = bare(node);
    while (isCall(object) && isMember(bare(object.callee))) object = bare(bare(object.callee).object);
    const value = this.values.of(object, scope);
    if (value?.module !== undefined) return FRAMEWORKS.has(value.module);
    const name = object.type === 'Identifier' ? object.name
      : isMember(object) ? keyName(object.property, object.computed) : undefined;
    return name !== undefined && APP_NAME.test(name) && !value?.text;
  }

  functions(nodes, scope, what) {
    const found = [];
    for (const node of nodes) this.collect(bare(node), scope, what, found);
    return found;
  }

  collect(node, scope, what, found) {
    if (!node) return;
    if (node.type === 'ArrayExpression') {
      for (const one of node.elements) this.collect(bare(one), scope, what, found);
    } else if (node.type === 'ObjectExpression') {
      for (const one of node.properties) {
        const name = one.key && keyName(one.key, one.computed);
        if (!OPTIONS.has(name)) continue;
        if (one.type === 'ObjectMethod') found.push({ fn: one, what });
        else this.collect(bare(one.value), scope, what, found);
      }
    } else {
      const value = this.values.of(node, scope);
      if (value?.fn) found.push({ fn: value.fn, what });
      if (isCall(node)) {
        // wrap(handler): whatever wrap gives back, it is there to call what it was given.
        for (const one of node.arguments) {
          if (isFunction(bare(one)) || bare(one)?.type === 'Identifier') this.collect(bare(one), scope, what, found);
        }
      }
    }
  }

  /** A function that looks like a handler wherever it is registered: (req, res), (ctx, next), a NestJS method. */
  byShape(fn) {
    for (const one of fn.decorators ?? []) {
      const callee = isCall(one.expression) ? one.expression.callee : one.expression;
      if (DECORATORS.has(callee.name)) return `@${callee.name}`;
    }
    const parameters = fn.params.map((one) => (one.type === 'AssignmentPattern' ? one.left : one));
    const names = parameters.map((one) => (one.type === 'Identifier' ? one.name : ''));
    const types = parameters.map((one) => one.typeAnnotation?.typeAnnotation?.typeName?.name ?? '');
    for (const start of parameters.length === 4 ? [1] : [0]) {
      const matches = (patterns, words) => patterns.every((one, i) => one.test(words[start + i] ?? ''));
      if (matches(PARAMETERS, names) || matches(TYPES, types)) return `(${names.join(', ')})`;
    }
    return names.length === 2 && names[0] === 'ctx' && names[1] === 'next' ? '(ctx, next)' : undefined;
  }
}

module.exports = { Handlers };
