package millrace.gateway.header;

import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.variable.Template;

/** Fields that are added to replies: nginx's headers module. Conditions are looked at before, as nginx does. */
public final class HeadFeature implements Feature {
    private static final Context[] ALL = {Context.HTTP, Context.SERVER, Context.LOCATION};
    private static final Context[] ALL_AND_IF = {Context.HTTP, Context.SERVER, Context.LOCATION, Context.IF_IN_LOCATION};

    @Override
    public void register(Registry registry) {
        registry.directive("add_header", ALL_AND_IF)
                .since("0.1.0")
                .doc("A field of replies with status 200, 201, 204, 206, 301, 302, 303, 304, 307 or 308, or of all with `always`. "
                        + "Levels that have any do without those around them.")
                .shown("name value [`always`]")
                .args(2, 3)
                .repeated()
                .set((scope, s) -> scope.get(HeadSettings.KEY).header(AddedField.of(scope, s)));
        registry.directive("add_header_inherit", ALL)
                .since("0.1.0")
                .doc("What becomes of the fields of levels around this one: `merge` keeps them beside its own, `off` drops them.")
                .word(HeadSettings.KEY, AddedField.Inheritance.class, (s, how) -> s.headersFrom = how);
        registry.directive("add_trailer", ALL_AND_IF)
                .since("1.13.2")
                .doc("A field behind the body of replies with status 200, 201, 206, 301, 302, 303, 307 or 308, or of all with "
                        + "`always`; HTTP/1.0 has none. Levels that have any do without those around them.")
                .shown("name value [`always`]")
                .args(2, 3)
                .repeated()
                .set((scope, s) -> scope.get(HeadSettings.KEY).trailer(AddedField.trailer(scope, s)));
        registry.directive("add_trailer_inherit", ALL)
                .since("1.29.3")
                .doc("As `add_header_inherit`, for `add_trailer`.")
                .word(HeadSettings.KEY, AddedField.Inheritance.class, (s, how) -> s.trailersFrom = how);
        registry.directive("expires", ALL_AND_IF)
                .since("0.1.0")
                .doc("Until when replies may be kept: for a time, until a time of the day (`@15h30m`), `max`, or not at all (`epoch`, "
                        + "or a negative time). With `modified` the time counts from the file's last change.")
                .shown("[`modified`] time | `@`time | `epoch` | `max` | `off`")
                .args(1, 2)
                .set(HeadFeature::expires);
    }

    private static void expires(Scope scope, Statement s) throws ConfigException {
        boolean modified = s.args().size() == 2;
        if (modified && !s.arg(0).equals("modified")) {
            throw s.complaint("invalid value");
        }
        String word = s.arg(modified ? 1 : 0);
        HeadSettings settings = scope.get(HeadSettings.KEY);
        settings.expiresModified = modified;
        if (word.contains("$")) {
            settings.expiresText = Template.compile(word, scope, s.place());
            return;
        }
        settings.expires = Expires.parse(word, modified);
        if (settings.expires == null) {
            throw s.complaint("invalid value");
        }
    }
}
