package millrace.gateway.variable;

import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.exchange.Exchange;
import millrace.http.codec.Fields;
import millrace.http.codec.Output;

/** What a {@code geo} makes of an address: the client's, or that in a variable. */
final class GeoVariable implements Variable {
    private final GeoTable table;
    private final Template source;

    private GeoVariable(GeoTable table, Template source) {
        this.table = table;
        this.source = source;
    }

    /** Reads {@code geo [$address] $name { ... }} and defines the variable. */
    static void define(Scope scope, Statement s) throws ConfigException {
        Template source = null;
        if (s.args().size() == 2) {
            VariableName.declared(s.arg(0), s.place());
            source = Template.compile(s.arg(0), scope, s.place());
        }
        GeoTable table = GeoTable.of(s.block(), scope.configuration());
        boolean keep = !table.isVolatile() && source != null && !source.isSteady();
        KeptVariable.define(VariableName.declared(s.args().getLast(), s.place()), keep, new GeoVariable(table, source),
                scope.variables(), s.place());
    }

    @Override
    public boolean write(Exchange x, Output to) {
        Address address = source == null ? Address.of(x.client().remoteAddress())
                : Address.parse(source.text(x).strip());
        if (address != null && table.hasProxies()) {
            address = forwarded(x, address);
        }
        to.put(table.find(address == null ? Address.NONE : address));
        return true;
    }

    /** For whom the proxies speak: in {@code X-Forwarded-For} the last address, or the last that is not a proxy's. */
    private Address forwarded(Exchange x, Address peer) {
        Address address = peer;
        Fields fields = x.head().fields();
        for (int line = fields.count() - 1; line >= 0; line--) {
            if (!fields.name(line).equalsIgnoreCase("X-Forwarded-For")) {
                continue;
            }
            String[] hops = fields.value(line).split("[, ]+");
            for (int i = hops.length - 1; i >= 0; i--) {
                Address next = table.isProxy(address) ? hop(hops[i]) : null;
                if (next == null) {
                    return address;
                }
                address = next;
                if (!table.isRecursive()) {
                    return address;
                }
            }
        }
        return address;
    }

    private static Address hop(String text) {
        Address address = Address.parse(text);
        int colon = text.lastIndexOf(':');
        return address == null && colon > 0 ? Address.parse(text.substring(0, colon)) : address;
    }
}
