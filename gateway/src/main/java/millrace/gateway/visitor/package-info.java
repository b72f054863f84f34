/**
 * What requests tell of who sends them, and from where: links of other sites, links with a time limit, marks of visitors,
 * kinds of browsers. Start reading at {@link millrace.gateway.visitor.VisitorFeature}.
 */
package millrace.gateway.visitor;
