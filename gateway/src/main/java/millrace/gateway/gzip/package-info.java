/**
 * Compressed bodies: nginx's modules gzip, gunzip and gzip_static. Start reading at
 * {@link millrace.gateway.gzip.GzipFilter}; for whom, says {@link millrace.gateway.gzip.GzipConsent}.
 */
package millrace.gateway.gzip;
