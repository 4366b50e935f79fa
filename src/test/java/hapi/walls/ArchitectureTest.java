package hapi.walls;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static hapi.walls.OurClasses.shortName;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.Timer;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadPoolExecutor;
import org.junit.jupiter.api.Test;

/// Reads our class files and holds them against [ImportTable] and the rules that go with it.
class ArchitectureTest {
    private static final Set<String> ADAPTERS =
            Set.of("hub.socket", "hub.api", "hub.ui", "hub.telegram", "hub.push");
    private static final Set<String> FEATURES =
            Set.of(
                    "hub.session",
                    "hub.message",
                    "hub.machine",
                    "hub.permission",
                    "hub.files",
                    "hub.terminal");
    private static final Set<String> KEYS =
            Set.of("Namespace", "SessionKey", "MachineKey", "LaneKey");

    private final JavaClasses classes = OurClasses.all();

    @Test
    void everyPackageOfOursHasARow() {
        var without = new TreeSet<String>();
        for (JavaClass type : classes) {
            if (ImportTable.rowOf(shortName(type)).isEmpty()) {
                without.add(type.getPackageName());
            }
        }

        assertThat(without).as("packages without a row in ImportTable").isEmpty();
    }

    @Test
    void importsFollowTheTable() {
        var refused = new TreeSet<String>();
        for (JavaClass type : classes) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                refusal(type, dependency.getTargetClass().getBaseComponentType())
                        .ifPresent(why -> refused.add(why + ": " + dependency.getDescription()));
            }
        }

        assertThat(refused).as("imports that ImportTable does not allow").isEmpty();
    }

    @Test
    void internalPackagesAreClosedOutsideTheirFeature() {
        var refused = new TreeSet<String>();
        for (JavaClass type : classes) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String target = dependency.getTargetClass().getBaseComponentType().getPackageName();
                int internal = (target + ".").indexOf(".internal.");
                if (target.startsWith("hapi.")
                        && internal > 0
                        && !(type.getPackageName() + ".")
                                .startsWith(target.substring(0, internal) + ".")) {
                    refused.add(dependency.getDescription());
                }
            }
        }

        assertThat(refused).as("uses of another feature's internal package").isEmpty();
    }

    @Test
    void adaptersNeverImportEachOther() {
        for (String adapter : ADAPTERS) {
            assertThat(ImportTable.ROWS.get(adapter).sees())
                    .as("the row of " + adapter)
                    .doesNotContainAnyElementsOf(ADAPTERS);
        }
    }

    @Test
    void featuresDependOnEachOtherWithoutACycle() {
        slices().assignedFrom(
                        new SliceAssignment() {
                            @Override
                            public SliceIdentifier getIdentifierOf(JavaClass type) {
                                return ImportTable.rowOf(shortName(type))
                                        .filter(FEATURES::contains)
                                        .map(SliceIdentifier::of)
                                        .orElse(SliceIdentifier.ignore());
                            }

                            @Override
                            public String getDescription() {
                                return "features";
                            }
                        })
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    void hubAndCliMeetOnlyInTheProtocol() {
        noClasses()
                .that()
                .resideInAPackage("hapi.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("hapi.hub..", "org.springframework..", "com.vaadin..")
                .because("the command line starts without Spring on its class path")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("hapi.hub..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("hapi.cli..")
                .because("the hub is built without the command line")
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    void namespacesAreMadeOnlyWhereTheyWereProven() {
        noClasses()
                .that(
                        areNotIn(
                                "hub.auth",
                                "hub.store",
                                "hub.scope",
                                "hub.session.internal",
                                "hub.message.internal",
                                "hub.machine.internal",
                                "hub.permission.internal",
                                "hub.start.internal",
                                "hub.notify.internal"))
                .should()
                .callMethodWhere(
                        callTo(
                                "a maker of a namespace or of a key",
                                target ->
                                        (target.getOwner().getSimpleName().equals("Namespaces")
                                                        && target.getName().startsWith("of"))
                                                || (target.getName().equals("ofRow")
                                                        && target.getOwner()
                                                                .getPackageName()
                                                                .equals("hapi.hub.scope"))))
                .because("holding a namespace or a key is the proof of the right to use it")
                .check(classes);
    }

    @Test
    void repositoriesAndCachesAreAskedWithinANamespace() {
        var open = new TreeSet<String>();
        for (JavaClass type : classes) {
            boolean keeper =
                    type.getSimpleName().endsWith("Repository")
                            || type.getSimpleName().endsWith("Cache");
            if (!keeper || !type.getPackageName().startsWith("hapi.hub.")) {
                continue;
            }
            for (JavaMethod method : type.getMethods()) {
                if (isAskedByOthers(method)
                        && !isKeyed(method)
                        && !isMarkedCrossNamespace(method)) {
                    open.add(method.getFullName());
                }
            }
        }

        assertThat(open)
                .as(
                        "methods whose first parameter is no Namespace or key and that are not"
                                + " @CrossNamespace(\"reason\")")
                .isEmpty();
    }

    @Test
    void timeComesFromAClock() {
        noClasses()
                // protocol.home compares with the age of a file, which is the machine's time too.
                .that(areNotIn("hub.config", "cli.config", "protocol.home"))
                .should()
                .callMethodWhere(
                        callTo(
                                "the machine's time",
                                target ->
                                        isCallTo(target, System.class, "currentTimeMillis")
                                                || (isCallTo(target, Instant.class, "now")
                                                        && target.getParameterTypes().isEmpty())))
                .orShould()
                .callConstructor(Date.class)
                .because("time that a test cannot set cannot be tested; take a java.time.Clock")
                .check(classes);
    }

    @Test
    void threadsAreMadeInFewPlaces() {
        noClasses()
                .that()
                .resideOutsideOfPackage("hapi.cli..")
                .and(
                        areNotIn(
                                "hub.lanes",
                                "hub.events",
                                "hub.store",
                                "hub.socket.transport",
                                "hub.ops"))
                .should()
                .callMethodWhere(
                        callTo(
                                "a maker of threads",
                                target ->
                                        target.getOwner().isEquivalentTo(Executors.class)
                                                || isCallTo(target, Thread.class, "ofVirtual")
                                                || isCallTo(target, Thread.class, "ofPlatform")
                                                || isCallTo(
                                                        target,
                                                        Thread.class,
                                                        "startVirtualThread")))
                .orShould()
                .callConstructorWhere(
                        callTo(
                                "a thread, pool or timer",
                                target ->
                                        Set.of(
                                                        Thread.class,
                                                        Timer.class,
                                                        ForkJoinPool.class,
                                                        ThreadPoolExecutor.class)
                                                .stream()
                                                .anyMatch(target.getOwner()::isEquivalentTo)))
                .because("every thread has an owner that ends it")
                .check(classes);
    }

    /// Row 18: a picture or a document of others is bytes to us. Our QR code is drawn as text.
    @Test
    void picturesAndXmlAreNeverDecoded() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.awt..", "javax.imageio..", "javax.xml..", "org.w3c..", "org.xml..")
                .because("a small picture can claim gigabytes and XML can read files")
                .check(classes);
    }

    private static Optional<String> refusal(JavaClass from, JavaClass to) {
        String source = ImportTable.rowOf(shortName(from)).orElse("");
        var row = ImportTable.ROWS.get(source);
        if (row == null || to.isPrimitive()) {
            return Optional.empty();
        }
        boolean internal = (from.getPackageName() + ".").contains(".internal.");
        boolean ours = to.getPackageName().startsWith("hapi.");
        String target =
                ours
                        ? ImportTable.rowOf(shortName(to)).orElse(shortName(to))
                        : ImportTable.libraryOf(to.getPackageName()).orElse(to.getPackageName());
        boolean allowed =
                target.equals(source)
                        || target.equals("JDK")
                        || row.sees().contains(target)
                        || (internal && row.inside().contains(target));
        return allowed
                ? Optional.empty()
                : Optional.of(source + (internal ? ".internal" : "") + " may not see " + target);
    }

    private static DescribedPredicate<JavaClass> areNotIn(String... packages) {
        return describe(
                "are not in " + String.join(", ", packages),
                type ->
                        Arrays.stream(packages)
                                .noneMatch(name -> (shortName(type) + ".").startsWith(name + ".")));
    }

    private static <T extends JavaAccess<?>> DescribedPredicate<T> callTo(
            String what, java.util.function.Predicate<AccessTarget.CodeUnitAccessTarget> target) {
        return describe(
                what,
                access ->
                        access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget called
                                && target.test(called));
    }

    private static boolean isCallTo(
            AccessTarget.CodeUnitAccessTarget target, Class<?> owner, String name) {
        return target.getOwner().isEquivalentTo(owner) && target.getName().equals(name);
    }

    private static boolean isAskedByOthers(JavaMethod method) {
        return !method.getModifiers().contains(JavaModifier.PRIVATE)
                && !method.getModifiers().contains(JavaModifier.SYNTHETIC)
                && !method.getModifiers().contains(JavaModifier.BRIDGE)
                && !List.of("equals", "hashCode", "toString", "close").contains(method.getName());
    }

    private static boolean isKeyed(JavaMethod method) {
        var parameters = method.getRawParameterTypes();
        return !parameters.isEmpty() && KEYS.contains(parameters.getFirst().getSimpleName());
    }

    private static boolean isMarkedCrossNamespace(JavaMethod method) {
        return method.getAnnotations().stream()
                .anyMatch(mark -> mark.getRawType().getSimpleName().equals("CrossNamespace"));
    }
}
