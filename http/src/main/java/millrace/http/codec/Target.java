package millrace.http.codec;

/** The four forms of a request target, and its parts (RFC 9112 section 3.2). */
final class Target {
    private Target() {}

    /** Notes where path and authority are, or says what is wrong. */
    static Refusal split(RequestHead head, byte[] b, int base) {
        return split(head, b, base, head.method.equals("CONNECT"));
    }

    /**
     * As {@link #split(RequestHead, byte[], int)}.
     *
     * @param connect whether the target has the form of CONNECT
     */
    static Refusal split(RequestHead head, byte[] b, int base, boolean connect) {
        int start = base + head.targetStart;
        int end = base + head.queryEnd;
        head.authorityStart = 0;
        head.authorityEnd = 0;
        if (connect) {
            path(head, head.queryEnd, head.queryEnd);
            return authority(head, b, base, start, end, true);
        }
        if (b[start] == '/') {
            path(head, head.targetStart, pathEnd(b, start, end) - base);
            return null;
        }
        if (b[start] == '*' && end - start == 1) {
            path(head, head.targetStart, head.queryEnd);
            return head.method.equals("OPTIONS") ? null : Refusal.TARGET_FORM;
        }
        int scheme = schemeLength(b, start, end);
        if (scheme == 0) {
            return Refusal.TARGET_FORM;
        }
        int slash = start + scheme;
        while (slash < end && b[slash] != '/' && b[slash] != '?') {
            slash++;
        }
        path(head, slash - base, pathEnd(b, slash, end) - base);
        return authority(head, b, base, start + scheme, slash, false);
    }

    private static void path(RequestHead head, int start, int end) {
        head.pathStart = start;
        head.pathEnd = end;
    }

    private static int pathEnd(byte[] b, int p, int end) {
        while (p < end && b[p] != '?') {
            p++;
        }
        return p;
    }

    private static int schemeLength(byte[] b, int start, int end) {
        for (String scheme : new String[] {"http://", "https://"}) {
            int length = scheme.length();
            if (end - start >= length && Chars.equalsIgnoreCase(b, start, start + length, scheme)) {
                return length;
            }
        }
        return 0;
    }

    private static Refusal authority(RequestHead head, byte[] b, int base, int start, int end, boolean portNeeded) {
        head.authorityStart = start - base;
        head.authorityEnd = end - base;
        int port = isHostAndPort(b, start, end);
        return port < 0 || portNeeded && port == 0 ? Refusal.BAD_AUTHORITY : null;
    }

    /** −1 when it is not host or host:port, else the number of digits of the port (RFC 3986 section 3.2). */
    static int isHostAndPort(byte[] b, int start, int end) {
        if (start == end || Chars.skipHost(b, start, end) != end) {
            return -1;
        }
        int p = start;
        if (b[p] == '[') {
            while (p < end && b[p] != ']') {
                p++;
            }
            if (p == end || p == start + 1) {
                return -1;
            }
            p++;
        } else {
            while (p < end && b[p] != ':' && b[p] != '[' && b[p] != ']') {
                p++;
            }
        }
        if (p == end) {
            return 0;
        }
        if (b[p] != ':' || p == start) {
            return -1;
        }
        int digits = end - ++p;
        while (p < end && b[p] >= '0' && b[p] <= '9') {
            p++;
        }
        return p == end && digits <= 5 ? digits : -1;
    }
}
