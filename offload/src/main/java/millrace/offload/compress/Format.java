package millrace.offload.compress;

/** What stands around the compressed data. */
public enum Format {
    /** Header, CRC-32 and length: RFC 1952. HTTP's {@code gzip}. */
    GZIP,
    /** Header and Adler-32: RFC 1950. HTTP's {@code deflate}. */
    ZLIB,
    /** Nothing: RFC 1951. WebSocket's {@code permessage-deflate}. */
    RAW
}
