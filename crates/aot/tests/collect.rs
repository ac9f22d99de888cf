//! Start scripts in real children, under the repository's own vite-node.

mod support;

use support::{Project, START};

#[tokio::test(flavor = "multi_thread")]
async fn a_start_script_gives_its_caches_and_its_inputs() {
    let project = Project::new(START);
    let generated = project.generate().await.unwrap();
    assert!(generated.caches.jit_fns.starts_with("{\n  fBi_abc: {"), "{}", generated.caches.jit_fns);
    assert_eq!(generated.report.counts.routes, 1);
    assert_eq!(generated.report.counts.jit_fns, 7);
    for file in ["src/start.ts", "src/send.ts"] {
        assert!(generated.inputs.contains(&project.options.root.join(file)), "{:?}", generated.inputs);
    }
    println!("{:?}", generated.report);
    assert_eq!(project.processes(), Vec::<String>::new());
}
