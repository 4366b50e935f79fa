package hapi.testkit.agent;

import java.util.List;

/// A program on npm in one version.
///
/// @param label names its folder in the cache
/// @param name the package's name on npm
/// @param executables where its executable may lie, below `node_modules`; the first that is there
///   counts
public record NpmPackage(String label, String name, String version, List<String> executables) {
    public NpmPackage {
        executables = List.copyOf(executables);
    }

    String spec() {
        return name + "@" + version;
    }
}
