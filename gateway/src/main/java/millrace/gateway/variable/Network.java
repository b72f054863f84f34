package millrace.gateway.variable;

/**
 * A range of addresses, usually all that begin alike.
 *
 * @param bits how many bits of 128 are common; IPv4 counts as mapped into IPv6
 */
public record Network(Address first, Address last, int bits) {
    static final Network ALL_IPV6 = new Network(Address.FIRST, Address.FIRST.lastOf(0), 0);
    static final Network ALL_IPV4 = new Network(Address.ipv4(0), Address.NONE, 96);

    /** An address, or an address and a number of bits; null if it is neither. */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        Address address = Address.parse(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        int width = address.isIpv4() ? 32 : 128;
        int bits = width;
        if (slash >= 0) {
            String number = text.substring(slash + 1);
            bits = number.matches("[0-9]{1,3}") ? Integer.parseInt(number) : width + 1;
        }
        if (bits > width) {
            return null;
        }
        int common = 128 - width + bits;
        return new Network(address.firstOf(common), address.lastOf(common), common);
    }

    /** Whether the text that this was made from has no bits beyond the common ones. */
    boolean isExact(String text) {
        int slash = text.indexOf('/');
        return first.equals(Address.parse(slash < 0 ? text : text.substring(0, slash)));
    }

    public boolean has(Address address) {
        return first.compareTo(address) <= 0 && address.compareTo(last) <= 0;
    }
}
