package hapi.launcher;

import static hapi.launcher.Checkout.names;
import static hapi.launcher.Checkout.read;
import static hapi.launcher.Checkout.script;
import static hapi.launcher.Checkout.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `hapi install` and `hapi uninstall`, in a home of the test's own. Neither builds nor starts
/// Java.
class InstallTest {
    private Checkout checkout;
    private Path launcher;
    private Path link;

    @BeforeEach
    void layOut(@TempDir Path folder) throws IOException {
        checkout = new Checkout(folder.toRealPath().resolve("a folder"));
        launcher = checkout.project.resolve("hapi");
        link = checkout.home.resolve(".local/bin/hapi");
    }

    @Test
    void linkIsMadeInTheFolderOfThePersonAndStartsThisHapi() throws IOException {
        var result = checkout.hapi("install");
        int builds = checkout.builds();

        assertThat(result.exit()).isZero();
        assertThat(builds).isZero();
        assertThat(Files.readSymbolicLink(link)).isEqualTo(launcher);
        assertThat(names(link.getParent())).containsExactly("hapi");
        assertThat(checkout.run(link, "doctor").out()).contains("arg=doctor");
    }

    @Test
    void folderThatIsNotOnThePathIsSaidWithTheLineForTheShell() {
        checkout.environment.put("SHELL", "/bin/zsh");
        var zsh = checkout.hapi("install");
        checkout.environment.put("SHELL", "/usr/bin/fish");
        var fish = checkout.hapi("install");

        assertThat(zsh.out())
                .contains("Add this line to ~/.zshrc")
                .contains("export PATH='" + link.getParent() + "':\"$PATH\"");
        assertThat(fish.out()).contains("fish_add_path '" + link.getParent() + "'");
    }

    @Test
    void lineForTheShellIsReadBackAsTheVeryFolder() {
        Path odd = checkout.folder.resolve("it's $HOME `x` 100%");
        String said = checkout.hapi("install", "--dir", odd.toString()).out();
        String line =
                said.lines().filter(it -> it.startsWith("  export ")).findFirst().orElseThrow();

        script(checkout.bin.resolve("shell"), line + "\ncommand -v hapi\n");

        assertThat(checkout.run(checkout.bin.resolve("shell")).out()).isEqualTo(odd + "/hapi");
    }

    @Test
    void folderOnThePathNeedsNoLine() {
        checkout.environment.merge("PATH", link.getParent() + ":", (path, own) -> own + path);

        assertThat(checkout.hapi("install").out())
                .contains("Type: hapi --help")
                .doesNotContain("PATH=");
    }

    @Test
    void anotherHapiThatTheShellFindsFirstIsSaid() {
        Path other = checkout.bin.resolve("hapi");
        script(other, "exit 0");
        checkout.environment.merge("PATH", ":" + link.getParent(), String::concat);

        assertThat(checkout.hapi("install").out())
                .contains("the shell finds another hapi first: " + other);
    }

    @Test
    void secondTimeChangesNothing() throws IOException {
        checkout.hapi("install");
        var before = Files.getLastModifiedTime(link, LinkOption.NOFOLLOW_LINKS);

        var again = checkout.run(link, "install");

        assertThat(again.exit()).isZero();
        assertThat(again.out()).contains(link + " is there already");
        assertThat(Files.getLastModifiedTime(link, LinkOption.NOFOLLOW_LINKS)).isEqualTo(before);
    }

    @Test
    void relativeFolderIsThatOfTheCaller() throws IOException {
        assertThat(checkout.hapi("install", "--dir=my bin").exit()).isZero();

        assertThat(Files.readSymbolicLink(checkout.folder.resolve("elsewhere/my bin/hapi")))
                .isEqualTo(launcher);
    }

    @Test
    void linkOfAnEarlierHapiGivesWayAlsoWhenItIsDeleted() throws IOException {
        var earlier = new Checkout(checkout.folder.resolve("earlier"));
        earlier.environment.put("HOME", checkout.home.toString());
        earlier.hapi("install");

        var result = checkout.hapi("install");

        assertThat(result.out()).contains("It was " + earlier.project.resolve("hapi"));
        assertThat(Files.readSymbolicLink(link)).isEqualTo(launcher);
        Files.delete(link);
        Files.createSymbolicLink(link, checkout.folder.resolve("deleted/hapi"));
        assertThat(checkout.hapi("install").exit()).isZero();
        assertThat(Files.readSymbolicLink(link)).isEqualTo(launcher);
    }

    @Test
    void foreignProgramIsNotReplaced() throws IOException {
        script(link, "echo mine");
        var ofAFile = checkout.hapi("install");
        Files.move(link, checkout.home.resolve("mine"));
        Files.createSymbolicLink(link, checkout.home.resolve("mine"));
        var ofALink = checkout.hapi("install");
        Files.delete(link);
        Files.createSymbolicLink(link, checkout.home.resolve("busybox"));
        var ofALinkToNothing = checkout.hapi("install");
        Files.delete(link);
        write(link.resolve("in a folder"), "x");
        var ofAFolder = checkout.hapi("install");

        assertThat(ofAFile.exit()).isEqualTo(1);
        assertThat(ofAFile.err()).contains(link + " is another program, not replaced");
        assertThat(ofALink.exit()).isEqualTo(1);
        assertThat(ofALinkToNothing.exit()).isEqualTo(1);
        assertThat(ofAFolder.exit()).isEqualTo(1);
        assertThat(read(checkout.home.resolve("mine"))).contains("echo mine");
        assertThat(names(link.getParent())).containsExactly("hapi");
    }

    @Test
    void folderThatCannotBeMadeIsSaid() {
        write(checkout.folder.resolve("file"), "");

        var result = checkout.hapi("install", "--dir", checkout.folder + "/file/bin");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err())
                .contains("hapi: cannot make the folder " + checkout.folder + "/file/bin");
    }

    @Test
    void wrongWordsAreRefused() {
        assertThat(checkout.hapi("install", "--dir").exit()).isEqualTo(1);
        assertThat(checkout.hapi("install", "--dir", "").exit()).isEqualTo(1);
        assertThat(checkout.hapi("install", "--dir=a:b").err()).contains("colon");
        assertThat(checkout.hapi("install", "--force").err())
                .contains("hapi: usage: hapi install [--dir DIR]\n");
        assertThat(checkout.home.resolve(".local")).doesNotExist();
    }

    @Test
    void helpIsTheCommandLines() {
        assertThat(checkout.hapi("install", "--help").out()).contains("arg=install\narg=--help");
        assertThat(checkout.hapi("install the tests").out()).contains("arg=install the tests");
    }

    @Test
    void aBuildInstallsTheCheckoutItIsOf() throws IOException {
        checkout.hapi();
        String build = read(checkout.project.resolve("target/run/current")).strip();

        checkout.run(checkout.project.resolve("target/run/" + build + "/hapi"), "install");

        assertThat(Files.readSymbolicLink(link)).isEqualTo(launcher);
    }

    @Test
    void distributionInstallsItself() throws IOException {
        checkout.hapi();
        String build = read(checkout.project.resolve("target/run/current")).strip();
        Path moved = checkout.folder.resolve("opt/hapi 1.2");
        Files.createDirectories(moved.getParent());
        Files.move(checkout.project.resolve("target/run/" + build), moved);

        assertThat(checkout.run(moved.resolve("hapi"), "install").exit()).isZero();

        assertThat(Files.readSymbolicLink(link)).isEqualTo(moved.resolve("hapi"));
        assertThat(checkout.run(link, "doctor").out()).contains("launcher=" + moved + "/hapi\n");
    }

    @Test
    void uninstallRemovesTheLinkOnlyAndSaysWhereTheDataAre() {
        write(checkout.home.resolve(".hapi/settings.json"), "{}");
        checkout.hapi("install");

        var result = checkout.run(link, "uninstall");

        assertThat(result.exit()).isZero();
        assertThat(result.out())
                .contains("Removed " + link)
                .contains("What HAPI has kept stays: " + checkout.home.resolve(".hapi"))
                .contains("The program stays: " + checkout.project);
        assertThat(names(link.getParent())).isEmpty();
        assertThat(checkout.home.resolve(".hapi/settings.json")).exists();
        assertThat(checkout.hapi("uninstall").out()).contains("There is no link to " + launcher);
    }

    @Test
    void uninstallFindsTheLinkOnTheSearchPath() throws IOException {
        checkout.hapi("install", "--dir", checkout.bin.toString());
        checkout.environment.put("HAPI_HOME", "~/data");
        checkout.environment.put("DB_PATH", "/srv/some.db");

        var result = checkout.hapi("uninstall");

        assertThat(Files.exists(checkout.bin.resolve("hapi"))).isFalse();
        assertThat(result.out())
                .contains("stays: " + checkout.home.resolve("data"))
                .contains("The database stays: /srv/some.db");
    }

    @Test
    void uninstallLeavesWhatIsNotThisHapi() throws IOException {
        var earlier = new Checkout(checkout.folder.resolve("earlier"));
        earlier.environment.put("HOME", checkout.home.toString());
        earlier.hapi("install");
        script(checkout.bin.resolve("hapi"), "echo mine");

        var result = checkout.hapi("uninstall");

        assertThat(result.exit()).isZero();
        assertThat(result.out())
                .contains(link + " stays: it is " + earlier.project.resolve("hapi"));
        assertThat(link).exists();
        assertThat(checkout.bin.resolve("hapi")).exists();
    }

    @Test
    void folderThatMayNotBeWrittenIsSaid() throws IOException {
        Path shut = Files.createDirectory(checkout.folder.resolve("shut"));
        Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString("r-x------"));
        assumeThat(Files.isWritable(shut)).isFalse();

        var result = checkout.hapi("install", "--dir", shut.toString());

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("hapi: cannot write in " + shut);
    }
}
