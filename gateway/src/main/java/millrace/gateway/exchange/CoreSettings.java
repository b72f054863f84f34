package millrace.gateway.exchange;

import java.util.concurrent.TimeUnit;
import millrace.gateway.config.Context;
import millrace.gateway.config.Inherit;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;

/** What the engine itself has to know of a level; directives of nginx's core module. Times in milliseconds until read. */
public final class CoreSettings implements Settings<CoreSettings> {
    public static final SettingsKey<CoreSettings> KEY = SettingsKey.of(CoreSettings::new);

    /** {@code lingering_close}. */
    public enum Lingering { OFF, ON, ALWAYS }

    /** The location's own, such as {@code proxy_pass}; {@code null}: the handlers of the content phase. */
    private PhaseHandler handler;

    private Boolean satisfyAny;
    private Long keepAlive;
    private Long keepAliveField;
    private Integer keepAliveRequests;
    private Long keepAliveTime;
    private Long headTimeout;
    private Long bodyTimeout;
    private Long sendTimeout;
    private Lingering lingering;
    private Long lingeringTime;
    private Long lingeringTimeout;
    private Boolean tokens;
    private Boolean chunked;
    private Long authDelay;
    private String postAction;

    @Override
    public void inherit(CoreSettings outer) {
        CoreSettings o = outer == null ? new CoreSettings() : outer;
        satisfyAny = Inherit.of(satisfyAny, o.satisfyAny, false);
        keepAliveField = keepAlive == null ? Inherit.of(keepAliveField, o.keepAliveField, 0L) : Inherit.of(keepAliveField, null, 0L);
        keepAlive = Inherit.of(keepAlive, o.keepAlive, 75_000L);
        keepAliveRequests = Inherit.of(keepAliveRequests, o.keepAliveRequests, 1000);
        keepAliveTime = Inherit.of(keepAliveTime, o.keepAliveTime, 3_600_000L);
        headTimeout = Inherit.of(headTimeout, o.headTimeout, 60_000L);
        bodyTimeout = Inherit.of(bodyTimeout, o.bodyTimeout, 60_000L);
        sendTimeout = Inherit.of(sendTimeout, o.sendTimeout, 60_000L);
        lingering = Inherit.of(lingering, o.lingering, Lingering.ON);
        lingeringTime = Inherit.of(lingeringTime, o.lingeringTime, 30_000L);
        lingeringTimeout = Inherit.of(lingeringTimeout, o.lingeringTimeout, 5_000L);
        tokens = Inherit.of(tokens, o.tokens, true);
        chunked = Inherit.of(chunked, o.chunked, true);
        authDelay = Inherit.of(authDelay, o.authDelay, 0L);
        postAction = postAction == null ? o.postAction : postAction;
    }

    /** Blocks of {@code if} and {@code limit_except} answer as the location around them does, unless they say otherwise. */
    @Override
    public void inherit(CoreSettings outer, Scope scope) {
        inherit(outer);
        if (handler == null && scope.context() != Context.LOCATION && outer != null) {
            handler = outer.handler;
        }
    }

    public PhaseHandler handler() {
        return handler;
    }

    public void handler(PhaseHandler own) {
        handler = own;
    }

    public boolean satisfiesAny() {
        return satisfyAny;
    }

    public void satisfyAny(boolean any) {
        satisfyAny = any;
    }

    public void keepAlive(long millis, long fieldSeconds) {
        keepAlive = millis;
        keepAliveField = fieldSeconds;
    }

    public void keepAliveRequests(int most) {
        keepAliveRequests = most;
    }

    public void keepAliveTime(long millis) {
        keepAliveTime = millis;
    }

    public void headTimeout(long millis) {
        headTimeout = millis;
    }

    public void bodyTimeout(long millis) {
        bodyTimeout = millis;
    }

    public void sendTimeout(long millis) {
        sendTimeout = millis;
    }

    public void lingering(Lingering when) {
        lingering = when;
    }

    public void lingeringTime(long millis) {
        lingeringTime = millis;
    }

    public void lingeringTimeout(long millis) {
        lingeringTimeout = millis;
    }

    public void tokens(boolean on) {
        tokens = on;
    }

    /**
     * Whether a connection may be kept.
     *
     * @param requests how many it has had
     * @param ageNanos since it was accepted
     */
    public boolean keepsAlive(long requests, long ageNanos) {
        return keepAlive > 0 && allowsAnother(requests, ageNanos);
    }

    /** Whether there may be another request, as {@link #keepsAlive}, while the connection is at work anyway. */
    public boolean allowsAnother(long requests, long ageNanos) {
        return requests < keepAliveRequests && ageNanos < TimeUnit.MILLISECONDS.toNanos(keepAliveTime);
    }

    public long keepAliveNanos() {
        return TimeUnit.MILLISECONDS.toNanos(keepAlive);
    }

    /** What the field {@code Keep-Alive} says; 0: there is none. */
    public long keepAliveFieldSeconds() {
        return keepAliveField;
    }

    public long headerNanos() {
        return TimeUnit.MILLISECONDS.toNanos(headTimeout);
    }

    public long bodyNanos() {
        return TimeUnit.MILLISECONDS.toNanos(bodyTimeout);
    }

    public long sendNanos() {
        return TimeUnit.MILLISECONDS.toNanos(sendTimeout);
    }

    /** Whether a connection is read for a while before it is closed. */
    public boolean lingers(boolean moreMayCome) {
        return lingering == Lingering.ALWAYS || lingering == Lingering.ON && moreMayCome;
    }

    public long lingeringNanos() {
        return TimeUnit.MILLISECONDS.toNanos(lingeringTime);
    }

    public long lingeringTimeoutNanos() {
        return TimeUnit.MILLISECONDS.toNanos(lingeringTimeout);
    }

    public boolean tellsVersion() {
        return tokens;
    }

    public void chunked(boolean on) {
        chunked = on;
    }

    /** Whether a body of unknown length may be sent in chunks; else the connection's end is its end. */
    public boolean allowsChunks() {
        return chunked;
    }

    public void authDelay(long millis) {
        authDelay = millis;
    }

    /** How long a 401 of the access phase is held back; 0: it is not. */
    public long authDelayMillis() {
        return authDelay;
    }

    public void postAction(String path) {
        postAction = path;
    }

    /** The path that is asked for when a reply is over, or {@code null}. */
    public String postAction() {
        return postAction == null || postAction.isEmpty() ? null : postAction;
    }
}
