package hapi.hub;

import hapi.hub.config.HubArguments;
import hapi.hub.config.HubSettings;
import hapi.hub.config.SettingsLoader;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// The hub as it is, on a free loopback port of this JVM, but without the page: its bundle is not
/// built for unit tests. It binds whatever port is free: one that was found free before would be
/// another's by the time a hub has started.
public final class HubServer implements AutoCloseable {
    private final HubSettings settings;
    private final ConfigurableApplicationContext context;

    /// A route as Spring knows it: `GET /api/sessions/{id}`.
    public record Route(String method, String pattern) implements Comparable<Route> {
        @Override
        public int compareTo(Route other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return method + " " + pattern;
        }
    }

    private HubServer(HubSettings settings) {
        this.settings = settings;
        SpringApplication application = new SpringApplication(HubApplication.class);
        // The other tests of this JVM keep their log.
        application.setListeners(
                application.getListeners().stream()
                        .filter(listener -> !(listener instanceof LoggingApplicationListener))
                        .toList());
        application.setDefaultProperties(
                Map.of(
                        "server.address",
                        settings.listenHost(),
                        "server.port",
                        "0",
                        "spring.autoconfigure.exclude",
                        "com.vaadin.flow.spring.SpringBootAutoConfiguration,"
                                + "com.vaadin.flow.spring.SpringSecurityAutoConfiguration,"
                                + "com.vaadin.flow.spring.VaadinScopesConfig"));
        application.addInitializers(made ->
                ((GenericApplicationContext) made).registerBean(HubSettings.class, () -> settings));
        this.context = application.run();
    }

    /// Starts a hub with this home and additions to its environment.
    public static HubServer start(Path home, Map<String, String> additions) {
        Map<String, String> environment = new HashMap<>(additions);
        environment.put("HAPI_HOME", home.toString());
        return new HubServer(new SettingsLoader(environment, HubArguments.parse(List.of())).load());
    }

    public URI url() {
        int port = ((WebServerApplicationContext) context).getWebServer().getPort();
        return URI.create("http://127.0.0.1:" + port);
    }

    public String token() {
        return settings.token();
    }

    public <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    /// Every bean of this type.
    public <T> Collection<T> all(Class<T> type) {
        return context.getBeansOfType(type).values();
    }

    /// Every route that a controller answers, sorted; one that takes any method has the method `*`.
    public List<Route> routes() {
        TreeSet<Route> routes = new TreeSet<>();
        context.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(mapping -> {
                    var methods = mapping.getMethodsCondition().getMethods();
                    for (String pattern : mapping.getPatternValues()) {
                        methods.stream()
                                .map(RequestMethod::name)
                                .forEach(method -> routes.add(new Route(method, pattern)));
                        if (methods.isEmpty()) {
                            routes.add(new Route("*", pattern));
                        }
                    }
                });
        return List.copyOf(routes);
    }

    @Override
    public void close() {
        context.close();
    }
}
