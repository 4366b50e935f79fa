package hapi.hub.ops;

import hapi.hub.auth.Credentials;
import hapi.hub.auth.OpenChannels;
import hapi.hub.config.ConfigurationException;
import hapi.hub.config.HubSettings;
import hapi.hub.config.SecretFiles;
import hapi.hub.lanes.Background;
import hapi.protocol.home.BrokenSettingsException;
import hapi.protocol.home.SettingsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/// Notices new secrets in the home's files and ends what came in with the old ones, or whose time
/// is over. Only the look's own thread uses the fields.
@Component
class SecretsWatch implements SmartInitializingSingleton {
    private static final Logger log = LoggerFactory.getLogger(SecretsWatch.class);

    private final SecretFiles files;
    private final Credentials credentials;
    private final OpenChannels channels;
    private final Background background;
    private final SettingsFile settingsFile;
    private final boolean isTokenFixed;
    private String token;
    private @Nullable Stamp settingsSeen;
    private @Nullable Stamp secretSeen;

    /// A file as it was: replaced by a rename, it is another one.
    private record Stamp(FileTime changed, long bytes, @Nullable Object key) {}

    SecretsWatch(
            HubSettings settings,
            SecretFiles files,
            Credentials credentials,
            OpenChannels channels,
            Background background) {
        this.files = files;
        this.credentials = credentials;
        this.channels = channels;
        this.background = background;
        this.settingsFile = new SettingsFile(settings.home());
        this.isTokenFixed = "environment".equals(settings.sources().get("CLI_API_TOKEN"));
        this.token = settings.token();
    }

    @Override
    public void afterSingletonsInstantiated() {
        background.every(OpenChannels.SWEEP, "SecretsWatch", this::look);
    }

    void look() {
        Stamp settingsNow = stamp(settingsFile.path());
        Stamp secretNow = stamp(files.jwtSecretFile());
        boolean isNew = !Objects.equals(settingsNow, settingsSeen);
        if (secretNow != null && (isNew || !secretNow.equals(secretSeen))) {
            settingsSeen = settingsNow;
            secretSeen = secretNow;
            take();
        }
        channels.sweep();
    }

    private void take() {
        try {
            String stored = settingsFile.read().path("cliApiToken").asString("").strip();
            if (!stored.isEmpty() && !stored.equals(token)) {
                if (isTokenFixed) {
                    log.debug("settings.json has another token than CLI_API_TOKEN, which holds");
                } else if (stored.indexOf(':') >= 0) {
                    log.warn("the new cliApiToken is not used: remove its colon");
                } else {
                    token = stored;
                }
            }
            if (credentials.replace(token, files.jwtSecret())) {
                log.warn("the secrets were changed: every sign-in made with the old ones ends");
            }
        } catch (BrokenSettingsException | ConfigurationException | UncheckedIOException e) {
            log.warn("new secrets are not used, the old ones hold: {}", e.getMessage());
        }
    }

    private static @Nullable Stamp stamp(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey());
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
