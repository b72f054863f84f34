/** Parts of a body: RFC 9110 section 14. Start reading at {@link millrace.gateway.range.RangeFilter}. */
package millrace.gateway.range;
