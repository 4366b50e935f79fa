package hapi.hub;

import hapi.hub.config.ConfigurationException;
import hapi.hub.config.HubArguments;
import hapi.hub.config.HubSettings;
import hapi.hub.config.RotateToken;
import hapi.hub.config.SettingsLoader;
import hapi.hub.store.Store;
import hapi.hub.store.StoreException;
import hapi.hub.transfer.ImportCommand;
import hapi.protocol.home.BrokenSettingsException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.support.GenericApplicationContext;

/// Starts the hub. Decides the settings before Spring starts, so that a wrong one costs a person
/// one line and no second.
@SpringBootApplication
public class HubApplication {
    public static void main(String[] arguments) {
        PrintStream console = System.out;
        try {
            List<String> words = List.of(arguments);
            if (!words.isEmpty() && words.getFirst().equals("rotate-token")) {
                RotateToken.run(System.getenv(), words.subList(1, words.size()), console);
                return;
            }
            if (!words.isEmpty() && words.getFirst().equals("import")) {
                HubSettings settings =
                        new SettingsLoader(System.getenv(), HubArguments.parse(List.of())).load();
                ImportCommand.run(settings.database(), words.subList(1, words.size()), console);
                return;
            }
            HubArguments parsed = HubArguments.parse(words);
            if (parsed.help()) {
                console.print(HubArguments.USAGE);
                return;
            }
            run(new SettingsLoader(System.getenv(), parsed).load(), parsed.train());
        } catch (ConfigurationException | BrokenSettingsException | IllegalArgumentException e) {
            fail(e.getMessage());
        } catch (PortInUseException e) {
            fail(
                    "port %d is already in use: another hub may be running; choose another with --port"
                            .formatted(e.getPort()));
        }
    }

    private static void fail(String message) {
        System.err.println("hapi hub: " + message);
        System.exit(1);
    }

    private static void run(HubSettings settings, boolean train) {
        SpringApplication application = new SpringApplication(HubApplication.class);
        application.setDefaultProperties(
                Map.of(
                        "server.address", settings.listenHost(),
                        "server.port", train ? "0" : String.valueOf(settings.listenPort()),
                        "logging.level.hapi", settings.logLevel(),
                        "hapi.train", String.valueOf(train),
                        "logging.file.name", settings.home().resolve("logs/hub.log").toString()));
        application.addInitializers(context -> {
            GenericApplicationContext beans = (GenericApplicationContext) context;
            beans.registerBean(HubSettings.class, () -> settings);
            Store store = open(settings);
            beans.registerBean(Store.class, () -> store);
        });
        application.run();
    }

    /// Here the log is set up and nothing else is started: a database that cannot be used costs a
    /// person one line, not a hundred of what failed in its wake.
    private static Store open(HubSettings settings) {
        try {
            return Store.open(settings.database());
        } catch (StoreException e) {
            fail(e.getMessage());
            throw e;
        }
    }
}
