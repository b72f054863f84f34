/** Work that belongs off the loop, as an async API on it: files, DNS, key derivation, compression. */
module millrace.offload {
    requires transitive millrace.loop;
    requires org.bouncycastle.provider;

    exports millrace.offload.compress;
    exports millrace.offload.crypto;
    exports millrace.offload.dns;
    exports millrace.offload.file;
}
