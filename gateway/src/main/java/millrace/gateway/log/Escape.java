package millrace.gateway.log;

import millrace.gateway.exchange.Exchange;
import millrace.gateway.variable.Slot;
import millrace.gateway.variable.Template;
import millrace.http.codec.Output;

/** What becomes of a variable's octets in a line of the access log: {@code log_format … escape=}. */
enum Escape implements Template.SlotWriter {
    /** What is not printable ASCII, the quote and the backslash become {@code \xXX}; no value is {@code -}. */
    DEFAULT {
        @Override
        boolean mustChange(int octet) {
            return octet < ' ' || octet > '~' || octet == '"' || octet == '\\';
        }

        @Override
        void put(int octet, Output to) {
            hex("\\x", octet, to);
        }
    },

    /** As strings of JSON want it; what lies beyond ASCII stays as it is. */
    JSON {
        @Override
        boolean mustChange(int octet) {
            return octet < ' ' || octet == '"' || octet == '\\';
        }

        @Override
        void put(int octet, Output to) {
            switch (octet) {
                case '\n' -> to.put(NEW_LINE);
                case '\r' -> to.put(RETURN);
                case '\t' -> to.put(TAB);
                case '\b' -> to.put(BACKSPACE);
                case '\f' -> to.put(FORM_FEED);
                case '"' -> to.put(QUOTE);
                case '\\' -> to.put(BACKSLASH);
                default -> hex("\\u00", octet, to);
            }
        }
    },

    NONE {
        @Override
        boolean mustChange(int octet) {
            return false;
        }

        @Override
        void put(int octet, Output to) {
            throw new IllegalStateException("nothing changes");
        }
    };

    private static final byte[] NOTHING = Output.ascii("-");
    private static final byte[] NEW_LINE = Output.ascii("\\n");
    private static final byte[] RETURN = Output.ascii("\\r");
    private static final byte[] TAB = Output.ascii("\\t");
    private static final byte[] BACKSPACE = Output.ascii("\\b");
    private static final byte[] FORM_FEED = Output.ascii("\\f");
    private static final byte[] QUOTE = Output.ascii("\\\"");
    private static final byte[] BACKSLASH = Output.ascii("\\\\");
    private static final byte[] DIGITS = Output.ascii("0123456789ABCDEF");

    abstract boolean mustChange(int octet);

    abstract void put(int octet, Output to);

    /** Most values stay as they are: they are written in place and only looked at. */
    @Override
    public void write(Slot slot, Exchange x, Output to) {
        int start = to.length();
        if (!slot.write(x, to)) {
            to.truncate(start);
            if (this == DEFAULT) {
                to.put(NOTHING);
            }
            return;
        }
        byte[] octets = to.bytes();
        for (int at = start; at < to.length(); at++) {
            if (mustChange(octets[at] & 0xff)) {
                change(to, at);
                return;
            }
        }
    }

    private void change(Output to, int from) {
        byte[] rest = new byte[to.length() - from];
        System.arraycopy(to.bytes(), from, rest, 0, rest.length);
        to.truncate(from);
        int clean = 0;
        for (int i = 0; i < rest.length; i++) {
            if (mustChange(rest[i] & 0xff)) {
                to.put(rest, clean, i - clean);
                put(rest[i] & 0xff, to);
                clean = i + 1;
            }
        }
        to.put(rest, clean, rest.length - clean);
    }

    private static void hex(String prefix, int octet, Output to) {
        to.utf8(prefix).put(DIGITS, octet >> 4, 1).put(DIGITS, octet & 15, 1);
    }
}
