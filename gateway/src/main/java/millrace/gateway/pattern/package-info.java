/** Regular expressions of a configuration, and what they captured. */
package millrace.gateway.pattern;
