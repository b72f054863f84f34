package millrace.gateway.proxy;

import millrace.http.codec.Output;

/** Keeps what variables bring along from ending a line and beginning another: nginx does not, and header injection begins so. */
final class FieldValue {
    private FieldValue() {}

    /** Octets that must not be in a line, from an offset to the end, become blanks. */
    static void clean(Output out, int from) {
        byte[] b = out.bytes();
        for (int i = from; i < out.length(); i++) {
            if (b[i] == '\r' || b[i] == '\n' || b[i] == 0) {
                b[i] = ' ';
            }
        }
    }
}
