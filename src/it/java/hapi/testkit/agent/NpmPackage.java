package hapi.testkit.agent;

import java.util.List;

/// A program or a library on npm in one version.
///
/// @param label names its folder in the cache
/// @param name the package's name on npm
/// @param executables where its executable may lie, below `node_modules`; the first that is there
///   counts. A library has a file in its place that nobody runs
public record NpmPackage(
        String label, String name, String version, List<String> executables, boolean isProgram) {
    public NpmPackage {
        executables = List.copyOf(executables);
    }

    public NpmPackage(String label, String name, String version, List<String> executables) {
        this(label, name, version, executables, true);
    }

    /// @param file the file that is wanted, below `node_modules`
    public static NpmPackage library(String name, String version, String file) {
        return new NpmPackage(name, name, version, List.of(file), false);
    }

    String spec() {
        return name + "@" + version;
    }
}
