package org.gristmill.common;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The module everything rests on rests on the JDK and Jackson only. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.gristmill.common");

  @Test
  void knowsOnlyTheJdkAndJackson() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "com.fasterxml.jackson..", "org.gristmill.common..")
        .check(CLASSES);
  }

  @Test
  void hashesKnowNothingElse() {
    classes()
        .that()
        .resideInAPackage("..common.hash..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "..common.hash..")
        .check(CLASSES);
  }
}
