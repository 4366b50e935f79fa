package hapi.testkit.hub;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/// Our hub as a later one would be: packed with another version, and some of its sources compiled
/// anew with a change.
public final class OtherHub {
    private static final Path CLASSES = Path.of("target/classes").toAbsolutePath();
    private static final Path SOURCES = Path.of("src/main/java").toAbsolutePath();

    private final Path folder;
    private final String version;
    private final Map<Path, String> changed = new TreeMap<>();

    /// @param folder an empty one
    public OtherHub(Path folder, String version) {
        this.folder = folder;
        this.version = version;
    }

    /// Changes a source file.
    ///
    /// @param pattern a regular expression that must be found in it
    public OtherHub with(String source, String pattern, String replacement) {
        Path file = SOURCES.resolve(source);
        String before = changed.getOrDefault(file, read(file));
        String after = before.replaceAll(pattern, replacement);
        if (after.equals(before)) {
            throw new AssertionError("\"%s\" is not in %s".formatted(pattern, source));
        }
        changed.put(file, after);
        return this;
    }

    /// The command line that starts it.
    public List<String> command() {
        try {
            Path jar = pack(compile());
            String classPath =
                    System.getProperty(
                            "surefire.test.class.path", System.getProperty("java.class.path"));
            List<String> entries = new ArrayList<>(List.of(jar.toString()));
            for (String entry : classPath.split(File.pathSeparator)) {
                if (!Path.of(entry).toAbsolutePath().startsWith(CLASSES.getParent())) {
                    entries.add(entry);
                }
            }
            return List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Dvaadin.productionMode=true",
                    "-cp",
                    String.join(File.pathSeparator, entries),
                    "hapi.hub.HubApplication");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path compile() throws IOException {
        Path output = Files.createDirectories(folder.resolve("classes"));
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "-proc:none",
                                "-parameters",
                                "-d",
                                output.toString(),
                                "-cp",
                                CLASSES
                                        + File.pathSeparator
                                        + System.getProperty(
                                                "surefire.test.class.path",
                                                System.getProperty("java.class.path"))));
        for (Map.Entry<Path, String> entry : changed.entrySet()) {
            Path source =
                    folder.resolve("sources")
                            .resolve(SOURCES.relativize(entry.getKey()).toString());
            Files.createDirectories(source.getParent());
            Files.writeString(source, entry.getValue());
            arguments.add(source.toString());
        }
        int failed =
                changed.isEmpty()
                        ? 0
                        : ToolProvider.getSystemJavaCompiler()
                                .run(null, null, null, arguments.toArray(String[]::new));
        if (failed != 0) {
            throw new AssertionError("the changed sources do not compile");
        }
        return output;
    }

    private Path pack(Path compiled) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        Path jar = folder.resolve("hub-%s.jar".formatted(version));
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.setLevel(1);
            for (Path file : files(CLASSES)) {
                String name = CLASSES.relativize(file).toString().replace(File.separatorChar, '/');
                if (name.equals("META-INF/MANIFEST.MF")) {
                    continue;
                }
                Path other = compiled.resolve(name);
                boolean isFolder = Files.isDirectory(file);
                if (name.isEmpty()) {
                    continue;
                }
                out.putNextEntry(new JarEntry(isFolder ? name + "/" : name));
                if (!isFolder) {
                    Files.copy(Files.exists(other) ? other : file, out);
                }
                out.closeEntry();
            }
        }
        return jar;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted().toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
