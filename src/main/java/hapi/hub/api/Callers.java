package hapi.hub.api;

import hapi.hub.auth.Grant;
import hapi.hub.scope.Namespace;
import hapi.protocol.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/// How controllers meet the wire: what [BearerFilter] proved is their `Namespace` or `Grant`
/// parameter, and what they return is JSON.
@Configuration(proxyBeanMethods = false)
class Callers implements WebMvcConfigurer {
    private static final String ATTRIBUTE = Callers.class.getName() + ".grant";

    static void mark(HttpServletRequest request, Grant grant) {
        request.setAttribute(ATTRIBUTE, grant);
    }

    /// True once [BearerFilter] has admitted this request.
    static boolean isKnown(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Grant;
    }

    /// Spring writes answers with the wire's own mapper.
    @Bean
    JsonMapper jsonMapper() {
        return Json.mapper();
    }

    /// A facade's answer is JSON, whatever its caller would rather have.
    @Override
    public void configureContentNegotiation(ContentNegotiationConfigurer types) {
        types.ignoreAcceptHeader(true).defaultContentType(MediaType.APPLICATION_JSON);
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(
                new HandlerMethodArgumentResolver() {
                    @Override
                    public boolean supportsParameter(MethodParameter parameter) {
                        return parameter.getParameterType() == Namespace.class
                                || parameter.getParameterType() == Grant.class;
                    }

                    @Override
                    public Object resolveArgument(
                            MethodParameter parameter,
                            ModelAndViewContainer container,
                            NativeWebRequest request,
                            WebDataBinderFactory binder) {
                        if (request.getAttribute(ATTRIBUTE, NativeWebRequest.SCOPE_REQUEST)
                                instanceof Grant grant) {
                            return parameter.getParameterType() == Grant.class
                                    ? grant
                                    : grant.namespace();
                        }
                        throw new IllegalStateException("a route without a bearer filter");
                    }
                });
    }
}
