// What random programs have found.
inner=class{handler=():number=>1};
class Last{method=function(a:string){}}
const compared = inner<1>inner<string>();
