package millrace.gateway;

import millrace.gateway.addition.AdditionFilter;
import millrace.gateway.charset.CharsetFilter;
import millrace.gateway.conditional.NotModified;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.content.StaticFile;
import millrace.gateway.exchange.Phase;
import millrace.gateway.gzip.GunzipFilter;
import millrace.gateway.gzip.GzipFilter;
import millrace.gateway.header.HeadFields;
import millrace.gateway.range.RangeFilter;
import millrace.gateway.rate.RateFilter;
import millrace.gateway.ssi.SsiFilter;
import millrace.gateway.sub.SubFilter;
import millrace.gateway.visitor.UserIdFilter;

/**
 * What comes after all others: files answer what nobody else does, and replies go through the filters. Their order is
 * nginx's, for heads and bodies alike, but for parts, which are cut out of what nothing has changed.
 */
final class LastFeature implements Feature {
    @Override
    public void register(Registry registry) {
        registry.phase(Phase.CONTENT, new StaticFile());
        registry.headFilter(new NotModified());
        registry.headFilter(new HeadFields());
        registry.headFilter(new UserIdFilter());
        registry.headFilter(new GunzipFilter());
        registry.headFilter(new AdditionFilter());
        registry.headFilter(new SubFilter());
        registry.headFilter(new CharsetFilter());
        registry.headFilter(new SsiFilter());
        registry.headFilter(new GzipFilter());
        registry.headFilter(new RangeFilter());
        registry.headFilter(new RateFilter());
    }
}
