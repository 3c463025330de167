Reveal.initialize({
  width: 1280, height: 720, margin: 0, minScale: 0.1, maxScale: 3, center: false, display: "flex",
  transition: "none", backgroundTransition: "none", hash: true, slideNumber: "c/t",
  pdfSeparateFragments: false, plugins: [RevealNotes],
});
