/** How a report looks: on screens of any width, light or dark, and on paper. */

/** A style sheet; it names nothing that lies elsewhere. */
export const reportStyle = `
:root{color-scheme:light dark;--ink:#1d2329;--quiet:#57606a;--paper:#fff;--sheet:#f6f7f9;--line:#d5dae0;--accent:#1f62a6;--warn:#8a5300}
@media (prefers-color-scheme:dark){:root{--ink:#e6e9ec;--quiet:#a3adb8;--paper:#14181d;--sheet:#1c2229;--line:#39424d;--accent:#7db5ec;--warn:#e3b565}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:72rem;padding:2rem 1.25rem 3rem;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,sans-serif}
h1{font-size:2rem;line-height:1.15;margin:.1em 0 .6em;overflow-wrap:anywhere}
h2{font-size:1.2rem;margin:0 0 .35em}
h3{font-size:.95rem;margin:0 0 .3em;overflow-wrap:anywhere}
p{margin:.3em 0 .7em}
a{color:var(--accent)}
.kind{color:var(--quiet);margin:0;font-size:.9rem;letter-spacing:.04em;text-transform:uppercase}
main{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,30rem),1fr));gap:1.25rem;align-items:start}
section{min-width:0;padding:1.1rem 1.25rem;border:1px solid var(--line);border-radius:10px;background:var(--paper)}
section.summary,section.warnings,section.wide,section:last-of-type{grid-column:1/-1}
section.summary{background:var(--sheet)}
.big{font-size:1.25rem;margin:0}.big strong{font-size:2.6rem;line-height:1.1}
.scale{display:block;width:100%;height:1.5rem;margin-top:.6rem}
.scale .line{fill:var(--line)}.scale .interval{fill:var(--accent);opacity:.4}.scale .accuracy{fill:var(--accent)}.scale .baseline{fill:#d9594c}
.warnings{border-color:var(--warn)}.warnings h2{color:var(--warn)}.warnings ul{margin:0;padding-inline-start:1.2em}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:.35rem .6rem;text-align:start;border-bottom:1px solid var(--line);vertical-align:top}
thead th{font-size:.85rem;color:var(--quiet);font-weight:600}tbody th{font-weight:600}
.number{text-align:end;white-space:nowrap}
.scroll{overflow-x:auto;background:linear-gradient(90deg,var(--paper) 40%,transparent) 0 0/2.5rem 100% no-repeat local,linear-gradient(270deg,var(--paper) 40%,transparent) 100% 0/2.5rem 100% no-repeat local,linear-gradient(90deg,var(--line),transparent) 0 0/.8rem 100% no-repeat,linear-gradient(270deg,var(--line),transparent) 100% 0/.8rem 100% no-repeat}
.scroll:focus-visible,a:focus-visible,input:focus-visible+label{outline:2px solid var(--accent);outline-offset:2px}
.picture-section>p:first-of-type{color:var(--quiet);font-size:.92rem}
.drawing{margin:.4rem 0}
.drawing svg{display:block;margin:0 auto;max-width:none;height:auto}
.picture-section:not(.wide) .drawing svg{max-width:100%;min-width:20rem}
.panels{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,16rem),1fr));gap:1.1rem 1.5rem}
.panel{min-width:0;break-inside:avoid}.panel svg{display:block;width:100%;max-width:20rem;height:auto}
.files{font-size:.85rem;color:var(--quiet);margin:.5rem 0 0}.files a{margin-inline-end:.5rem}
.panel .files{margin:0}
.choice{border:0;margin:0;padding:0;min-width:0}.choice legend{float:inline-start;padding:0;margin-inline-end:.7rem;color:var(--quiet)}
.choice input{position:absolute;opacity:0}
.choice label{display:inline-block;padding:.15rem .75rem;margin:0 .3rem .3rem 0;border:1px solid var(--line);border-radius:99px;cursor:pointer}
.choice input:checked+label{background:var(--accent);border-color:var(--accent);color:var(--paper)}
.choice .drawing{display:none;clear:both}
.choose-0:checked~.drawing-0,.choose-1:checked~.drawing-1,.choose-2:checked~.drawing-2{display:block}
dl{margin:1rem 0 0}dl div{display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:.2rem 1rem;padding:.3rem 0;border-top:1px solid var(--line)}
dt{color:var(--quiet)}dd{margin:0;overflow-wrap:anywhere;font-family:ui-monospace,monospace;font-size:.85rem}
footer{color:var(--quiet);font-size:.9rem;margin-top:1.5rem}
@media (max-width:40rem){table{font-size:.85rem}th,td{padding-inline:.3rem}thead .number{white-space:normal}td:last-child{min-width:8rem}body{padding:1.2rem .9rem 2rem}section{padding:.9rem}dl div{grid-template-columns:1fr}}
@media print{:root{color-scheme:light;--ink:#000;--quiet:#444;--paper:#fff;--sheet:#fff;--line:#bbb;--accent:#1f62a6}
body{max-width:none;padding:0;font-size:10.5pt}main{display:block}section{border:0;padding:0;margin:0 0 1.4em;break-inside:avoid-page}
section.wide{break-inside:auto}.files,.choice legend,.choice label{display:none}.drawing svg{max-width:100%!important;min-width:0!important}h2{break-after:avoid}}
`;
