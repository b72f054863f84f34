/** HTTP/1.1 on the event loop: codec, server, and the JDK's own server interface on top of it. */
module millrace.http {
    requires transitive millrace.loop;

    exports millrace.http;
    exports millrace.http.codec;
}
