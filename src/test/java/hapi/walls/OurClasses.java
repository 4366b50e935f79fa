package hapi.walls;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;

/// Our class files, read once for all walls.
final class OurClasses {
    private static final JavaClasses ALL = read();

    private OurClasses() {}

    static JavaClasses all() {
        return ALL;
    }

    /// The package's name without `hapi.`.
    static String shortName(JavaClass type) {
        return type.getPackageName().replaceFirst("^hapi\\.?", "");
    }

    /// The name, without `hapi.`, of the class whose file holds it.
    static String topLevelName(JavaClass type) {
        return type.getName().replaceFirst("^hapi\\.", "").replaceFirst("\\$.*", "");
    }

    private static JavaClasses read() {
        // Foreign classes are judged by their name alone.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        JavaClasses classes = new ClassFileImporter().importPath(Path.of("target/classes/hapi"));
        assertThat(classes).as("classes in target/classes").isNotEmpty();
        return classes;
    }
}
