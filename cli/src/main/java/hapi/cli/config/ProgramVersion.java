package hapi.cli.config;

/// The version in the jar's manifest; classes run from a folder have none.
public final class ProgramVersion {
    private ProgramVersion() {}

    public static String current() {
        String version = ProgramVersion.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }
}
