package millrace.gateway.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import millrace.gateway.balance.UpstreamSearch;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.variable.Template;

/** Which local address connections come from: {@code proxy_bind}. Immutable. */
public final class Bind {
    public static final Bind OFF = new Bind(null, null);

    private final Template template;
    private final SocketAddress fixed;

    private Bind(Template template, SocketAddress fixed) {
        this.template = template;
        this.fixed = fixed;
    }

    public static Bind of(Scope scope, Statement s) throws ConfigException {
        if (s.arg(0).equals("off") && s.args().size() == 1) {
            return OFF;
        }
        if (s.args().size() > 1) {
            throw s.error("invalid parameter \"" + s.arg(1) + "\"", s.arg(1).equals("transparent")
                    ? "Millrace does not run with the rights that foreign addresses need" : "an address alone");
        }
        Template text = Template.compile(s.arg(0), scope, s.place());
        if (!text.isConstant()) {
            return new Bind(text, null);
        }
        SocketAddress address = parse(s.arg(0));
        if (address == null) {
            throw s.error("invalid address \"" + s.arg(0) + "\"", "an IP address of this machine, with or without a port");
        }
        return new Bind(null, address);
    }

    /** {@code null} leaves it to the kernel, as an invalid address made of variables does. */
    public SocketAddress local(Exchange x) {
        return template == null ? fixed : parse(template.text(x));
    }

    private static SocketAddress parse(String text) {
        boolean bare = text.indexOf(':') != text.lastIndexOf(':') && !text.startsWith("[");
        int colon = bare || text.endsWith("]") ? -1 : text.lastIndexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        String port = colon < 0 ? "0" : text.substring(colon + 1);
        InetAddress address = UpstreamSearch.literal(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
        boolean right = address != null && port.length() < 6 && !port.isEmpty() && port.chars().allMatch(Character::isDigit);
        return right && Integer.parseInt(port) < 65_536 ? new InetSocketAddress(address, Integer.parseInt(port)) : null;
    }
}
