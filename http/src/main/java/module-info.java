/** HTTP/1.1 and HTTP/2 on the event loop: codec, server, and the JDK's own server interface on top of it. */
module millrace.http {
    requires transitive millrace.loop;

    // Only millrace.http.jdk uses it: a program that does not, starts without it.
    requires static transitive jdk.httpserver;

    // Only millrace.http.json uses it, and only for reading.
    requires static com.fasterxml.jackson.core;

    exports millrace.http;
    exports millrace.http.codec;
    exports millrace.http.h2;
    exports millrace.http.hpack;
    exports millrace.http.jdk;
    exports millrace.http.json;
    exports millrace.http.websocket;
    exports millrace.http.websocket.frame;
}
