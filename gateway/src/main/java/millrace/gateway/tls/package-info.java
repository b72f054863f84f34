/** What TLS needs to know: certificates, protocols, whom to trust. The loop encrypts; here stands with what. */
package millrace.gateway.tls;
