package millrace.gateway.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import millrace.gateway.body.TempFolder;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Inherit;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.tls.UpstreamTls;
import millrace.gateway.variable.Template;

/** What the {@code proxy_} directives of one level say. Times are in milliseconds. */
final class ProxySettings implements Settings<ProxySettings> {
    static final SettingsKey<ProxySettings> KEY = SettingsKey.of(() -> new ProxySettings(false));

    /** The same of the {@code grpc_} directives. */
    static final SettingsKey<ProxySettings> GRPC_KEY = SettingsKey.of(() -> new ProxySettings(true));

    static final List<String> VERSIONS = List.of("1.0", "1.1", "2");

    /** In the place of a minor version: the place in {@link #VERSIONS}. */
    private static final int HTTP_2 = 2;

    private static final long MINUTE = 60_000;
    private static final long PAGE = 4096;

    private final boolean grpc;

    /** Where to: of a location itself, or of the one around an {@code if}. */
    ProxyPass pass;

    Template method;
    Template body;
    Integer minorVersion;
    Boolean passBody;
    Boolean passHeaders;
    List<SetHeader> setHeaders = new ArrayList<>();
    Boolean requestBuffering;

    Long connectTimeout;
    Long sendTimeout;
    Long readTimeout;
    Boolean socketKeepAlive;
    Bind bind;
    Boolean ignoreClientAbort;

    Integer nextUpstream;
    Integer tries;
    Long nextTimeout;

    Boolean buffering;
    Long bufferSize;
    Long buffersBytes;
    Long busyBytes;
    Long maxTempFileSize;
    Long tempFileWriteSize;
    TempFolder tempFolder;
    Template limitRate;

    /** Where answers are stored; {@code null} for not at all. */
    Template store;

    boolean storeSaid;
    StoreAccess storeAccess;

    Boolean passTrailers;

    /** When all of these are neither empty nor {@code 0}, 103 is passed on; {@code null} when nothing was said. */
    List<Template> earlyHints;

    List<String> hidden = new ArrayList<>();
    List<String> passed = new ArrayList<>();
    Set<Accel> ignored;
    Boolean interceptErrors;
    Boolean forceRanges;
    List<Replacement> redirects;
    List<Replacement> cookieDomains;
    List<Replacement> cookiePaths;
    List<CookieFlags> cookieFlags;

    // Made of these once all is read.
    HeaderPlan headerPlan;
    AnswerFields fields;
    List<Replacement> effectiveRedirects;

    private ProxySettings(boolean grpc) {
        this.grpc = grpc;
    }

    @Override
    public void inherit(ProxySettings outer) {
        throw new IllegalStateException("the scope is needed");
    }

    @Override
    public void inherit(ProxySettings outer, Scope scope) throws ConfigException {
        ProxySettings o = outer == null ? new ProxySettings(grpc) : outer;
        pass = Inherit.of(pass, o.pass, null);
        method = Inherit.of(method, o.method, null);
        body = Inherit.of(body, o.body, null);
        minorVersion = Inherit.of(minorVersion, o.minorVersion, grpc ? HTTP_2 : 1);
        passBody = Inherit.of(passBody, o.passBody, true);
        passHeaders = Inherit.of(passHeaders, o.passHeaders, true);
        requestBuffering = Inherit.of(requestBuffering, o.requestBuffering, !grpc);
        connection(o);
        answer(o, scope);
        rewriting(o);
        boolean sameHeaders = setHeaders.isEmpty() && outer != null && minorVersion.equals(o.minorVersion);
        setHeaders = Inherit.list(setHeaders, o.setHeaders);
        headerPlan = sameHeaders ? o.headerPlan : new HeaderPlan(setHeaders, minorVersion, scope);
    }

    private void connection(ProxySettings o) {
        connectTimeout = Inherit.of(connectTimeout, o.connectTimeout, MINUTE);
        sendTimeout = Inherit.of(sendTimeout, o.sendTimeout, MINUTE);
        readTimeout = Inherit.of(readTimeout, o.readTimeout, MINUTE);
        socketKeepAlive = Inherit.of(socketKeepAlive, o.socketKeepAlive, false);
        bind = Inherit.of(bind, o.bind, Bind.OFF);
        ignoreClientAbort = Inherit.of(ignoreClientAbort, o.ignoreClientAbort, false);
        nextUpstream = Inherit.of(nextUpstream, o.nextUpstream, Condition.DEFAULT);
        tries = Inherit.of(tries, o.tries, 0);
        nextTimeout = Inherit.of(nextTimeout, o.nextTimeout, 0L);
    }

    private void answer(ProxySettings o, Scope scope) {
        buffering = Inherit.of(buffering, o.buffering, !grpc);
        bufferSize = Inherit.of(bufferSize, o.bufferSize, PAGE);
        buffersBytes = Inherit.of(buffersBytes, o.buffersBytes, 8 * PAGE);
        busyBytes = Inherit.of(busyBytes, o.busyBytes, 2 * PAGE);
        maxTempFileSize = Inherit.of(maxTempFileSize, o.maxTempFileSize, 1L << 30);
        tempFileWriteSize = Inherit.of(tempFileWriteSize, o.tempFileWriteSize, 2 * PAGE);
        tempFolder = tempFolder != null ? tempFolder
                : o.tempFolder != null || grpc ? o.tempFolder : TempFolder.usual(scope, "proxy_temp");
        limitRate = Inherit.of(limitRate, o.limitRate, null);
        store = storeSaid ? store : o.store;
        storeSaid |= o.storeSaid;
        storeAccess = Inherit.of(storeAccess, o.storeAccess, StoreAccess.USUAL);
        ignored = Inherit.of(ignored, o.ignored, Set.of());
        interceptErrors = Inherit.of(interceptErrors, o.interceptErrors, false);
        passTrailers = Inherit.of(passTrailers, o.passTrailers, grpc);
        earlyHints = Inherit.of(earlyHints, o.earlyHints, List.of());
        forceRanges = Inherit.of(forceRanges, o.forceRanges, false);
        hidden = Inherit.list(hidden, o.hidden);
        passed = Inherit.list(passed, o.passed);
        fields = new AnswerFields(hidden, passed);
    }

    private void rewriting(ProxySettings o) throws ConfigException {
        cookieDomains = Inherit.of(cookieDomains, o.cookieDomains, List.of());
        cookiePaths = Inherit.of(cookiePaths, o.cookiePaths, List.of());
        cookieFlags = Inherit.of(cookieFlags, o.cookieFlags, List.of());
        redirects = Inherit.of(redirects, o.redirects, null);
        effectiveRedirects = redirects != null ? redirects : pass == null || grpc ? List.of() : Redirects.usual(pass);
    }

    SettingsKey<UpstreamTls> tlsKey() {
        return grpc ? UpstreamTls.GRPC_KEY : UpstreamTls.KEY;
    }

    boolean isHttp2() {
        return minorVersion == HTTP_2;
    }

    /** Whether an upstream is asked for another protocol, when the client does so. */
    boolean passesUpgrades() {
        return pass != null && minorVersion == 1 && setHeaders.stream().anyMatch(h -> h.name().equalsIgnoreCase("Upgrade"));
    }

    boolean rewritesCookies() {
        return !cookieDomains.isEmpty() || !cookiePaths.isEmpty() || !cookieFlags.isEmpty();
    }

    boolean heeds(Accel field) {
        return !ignored.contains(field) && !(grpc && field == Accel.X_ACCEL_BUFFERING);
    }

    long connectNanos() {
        return TimeUnit.MILLISECONDS.toNanos(connectTimeout);
    }

    long sendNanos() {
        return TimeUnit.MILLISECONDS.toNanos(sendTimeout);
    }

    long readNanos() {
        return TimeUnit.MILLISECONDS.toNanos(readTimeout);
    }
}
