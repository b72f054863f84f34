package millrace.gateway.variable;

import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Engine;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.http.codec.Output;

/** Directives that make variables, and the variables that every request has. */
public final class VariableFeature implements Feature {
    @Override
    public void register(Registry registry) {
        registry.directive("map", Context.HTTP, Context.STREAM).since("0.9.0").args(2, 2).repeated().shown("text `$variable`")
                .doc("A variable whose value depends on a text: by name, by `~pattern`, else `default`. Lines may also"
                        + " be `hostnames` (names with stars), `volatile` (worked out each time) and `include`.")
                .lines(MapVariable::define);
        registry.directive("geo", Context.HTTP, Context.STREAM).since("0.1.0").args(1, 2).repeated().shown("[`$address`] `$variable`")
                .doc("A variable whose value depends on the client's address: networks or, after `ranges`, ranges."
                        + " `proxy` names who may speak for others in `X-Forwarded-For`.")
                .lines(GeoVariable::define);
        registry.directive("split_clients", Context.HTTP, Context.STREAM).since("0.7.51").args(2, 2).repeated()
                .shown("text `$variable`")
                .doc("A variable that has each value for a share of all texts, by their MurmurHash2.")
                .lines(VariableFeature::split);
        RequestVariables.register(registry);
        HostVariables.register(registry);
        FieldVariables.register(registry);
        ClientVariables.register(registry);
        ReplyVariables.register(registry);
        for (Engine each : List.of(registry.http(), registry.stream())) {
            ClientVariables.addresses(each);
            ProcessVariables.register(each);
        }
    }

    private static void split(Scope scope, Statement s) throws ConfigException {
        Template source = Template.compile(s.arg(0), scope, s.place());
        Shares shares = Shares.of(s.block());
        KeptVariable.define(VariableName.declared(s.arg(1), s.place()), !source.isSteady(), (x, to) -> {
            byte[] value;
            try (Scratch scratch = Scratch.of(x)) {
                Output key = scratch.output();
                source.write(x, key);
                value = shares.of(Murmur2.hash(key.bytes(), 0, key.length()));
            }
            if (value != null) {
                to.put(value);
            }
            return value != null;
        }, scope.variables(), s.place());
    }
}
