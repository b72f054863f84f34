/** Who may, how often and how many at once, and who the client really is. Start reading at {@link millrace.gateway.access.AccessFeature}. */
package millrace.gateway.access;
