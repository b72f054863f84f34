package millrace.gateway;

import java.util.List;
import millrace.gateway.access.AccessFeature;
import millrace.gateway.addition.AdditionFeature;
import millrace.gateway.balance.UpstreamFeature;
import millrace.gateway.body.BodyFeature;
import millrace.gateway.charset.CharsetFeature;
import millrace.gateway.conditional.ConditionalFeature;
import millrace.gateway.config.Feature;
import millrace.gateway.config.TuningFeature;
import millrace.gateway.content.FileFeature;
import millrace.gateway.content.StatusFeature;
import millrace.gateway.content.TryFilesFeature;
import millrace.gateway.gzip.GzipFeature;
import millrace.gateway.header.HeadFeature;
import millrace.gateway.listing.ListingFeature;
import millrace.gateway.log.LogFeature;
import millrace.gateway.mirror.MirrorFeature;
import millrace.gateway.process.ProcessFeature;
import millrace.gateway.proxy.GrpcFeature;
import millrace.gateway.proxy.ProxyFeature;
import millrace.gateway.range.RangeFeature;
import millrace.gateway.rate.RateFeature;
import millrace.gateway.resolver.ResolverFeature;
import millrace.gateway.rewrite.RewriteFeature;
import millrace.gateway.route.ErrorPageFeature;
import millrace.gateway.route.RouteFeature;
import millrace.gateway.server.Http2Feature;
import millrace.gateway.server.HttpFeature;
import millrace.gateway.server.RequestHeadFeature;
import millrace.gateway.ssi.SsiFeature;
import millrace.gateway.stream.StreamFeature;
import millrace.gateway.sub.SubFeature;
import millrace.gateway.tls.TlsFeature;
import millrace.gateway.variable.VariableFeature;
import millrace.gateway.visitor.VisitorFeature;

/**
 * Every feature of the gateway, one line each: here and nowhere else it is said that there is one. Handlers of one phase,
 * whichever features have them, run in this order; what answers when nobody else does, and all filters of replies, are
 * {@link LastFeature}'s.
 */
public final class Features {
    private static final List<Feature> ALL = List.of(
            new ProcessFeature(),
            new LogFeature(),
            new HttpFeature(),
            new TlsFeature(),
            new RequestHeadFeature(),
            new Http2Feature(),
            new RouteFeature(),
            new ErrorPageFeature(),
            new StreamFeature(),
            new RewriteFeature(),
            new BodyFeature(),
            new AccessFeature(),
            new ResolverFeature(),
            new UpstreamFeature(),
            new ProxyFeature(),
            new GrpcFeature(),
            new VariableFeature(),
            new TuningFeature(),
            new MirrorFeature(),
            new TryFilesFeature(),
            new FileFeature(),
            new ConditionalFeature(),
            new RangeFeature(),
            new ListingFeature(),
            new StatusFeature(),
            new AdditionFeature(),
            new HeadFeature(),
            new CharsetFeature(),
            new GzipFeature(),
            new SsiFeature(),
            new SubFeature(),
            new VisitorFeature(),
            new LastFeature(),
            new RateFeature());

    private Features() {}

    public static List<Feature> all() {
        return ALL;
    }
}
